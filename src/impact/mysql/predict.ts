/** This folder predicts MySQL, from tables of facts with their sources. It may not know another server. */
import type { Catalog } from '../../catalog/catalog.js';
import type { Statement } from '../../sql/statement.js';
import type { Server, StatementImpact } from '../impact.js';
import { settleMysql } from './clause.js';
import { MYSQL_COLUMN_FACTS } from './column-facts.js';
import { MYSQL_COMBINATIONS } from './combination-facts.js';
import type { Engine } from './engine.js';
import { predictWith } from './statement.js';
import { MYSQL_OTHER_TABLE_FACTS, MYSQL_TABLE_FACTS } from './table-facts.js';

const MYSQL: Engine = {
  name: 'mysql',
  facts: [...MYSQL_OTHER_TABLE_FACTS, ...MYSQL_COLUMN_FACTS, ...MYSQL_TABLE_FACTS],
  combinations: MYSQL_COMBINATIONS,
  settle: settleMysql,
};

/** What MySQL does with a statement. */
export function predictMysql(statement: Statement, before: Catalog, server: Server): StatementImpact {
  return predictWith(MYSQL, statement, before, server);
}
