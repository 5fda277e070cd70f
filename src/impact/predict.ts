/**
 * This folder says what the server does with a statement: who waits, and for which work. It may not judge that (no severity
 * here), nor know a rule.
 */
import type { Catalog } from '../catalog/catalog.js';
import type { Statement } from '../sql/statement.js';
import type { Server, StatementImpact } from './impact.js';
import { predictMariadb } from './mariadb/predict.js';
import { predictMysql } from './mysql/predict.js';
import { predictPostgres } from './postgres/predict.js';

/** What the server does with a statement, given the schema that it meets. */
export function predictStatement(statement: Statement, before: Catalog, server: Server): StatementImpact {
  switch (server.version.dialect) {
    case 'mysql':
      return predictMysql(statement, before, server);
    case 'mariadb':
      return predictMariadb(statement, before, server);
    case 'postgres':
      return predictPostgres(statement, before, server);
  }
}
