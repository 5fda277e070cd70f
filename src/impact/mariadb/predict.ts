/** This folder predicts MariaDB: facts of its own, looked up as MySQL's are. It may not know PostgreSQL. */
import type { Catalog } from '../../catalog/catalog.js';
import type { Statement } from '../../sql/statement.js';
import type { Server, StatementImpact } from '../impact.js';
import type { Engine } from '../mysql/engine.js';
import { predictWith } from '../mysql/statement.js';
import { settleMariadb } from './clause.js';
import { MARIADB_COLUMN_FACTS } from './column-facts.js';
import { MARIADB_COMBINATIONS } from './combination-facts.js';
import { MARIADB_OTHER_TABLE_FACTS, MARIADB_TABLE_FACTS } from './table-facts.js';

const MARIADB: Engine = {
  name: 'mariadb',
  facts: [...MARIADB_OTHER_TABLE_FACTS, ...MARIADB_COLUMN_FACTS, ...MARIADB_TABLE_FACTS],
  combinations: MARIADB_COMBINATIONS,
  settle: settleMariadb,
};

/** What MariaDB does with a statement. */
export function predictMariadb(statement: Statement, before: Catalog, server: Server): StatementImpact {
  return predictWith(MARIADB, statement, before, server);
}
