import type { Operation } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { indexBody, indexType, type IndexClass } from './index-definition.js';
import { name, objectName } from './name.js';
import { ifExists, ifNotExists, steeringClause, waitClause, type Reading, type Steering } from './reading.js';
import type { TokenStream } from './token-stream.js';

const CLASSES: Readonly<Record<string, IndexClass>> = {
  FULLTEXT: 'fulltext',
  SPATIAL: 'spatial',
  VECTOR: 'vector',
};

/** Reads CREATE [UNIQUE | FULLTEXT | SPATIAL | VECTOR] INDEX from behind CREATE. */
export function createIndex(s: TokenStream): Reading {
  const unique = s.accept('UNIQUE');
  const indexClass = unique ? undefined : lookUp(CLASSES, s.current.upper);
  if (indexClass !== undefined) s.advance();
  if (indexClass === 'vector') s.needs('a VECTOR index', { mariadb: '11.7' });
  s.expect('INDEX');
  const quietly = ifNotExists(s, 'CREATE INDEX');
  const indexName = name(s, 'an index name');
  const using = indexType(s);
  const steering: Steering = {};
  s.expect('ON');
  const table = objectName(s);
  const method = indexClass ?? using;
  const index = indexBody(s, { name: indexName, unique, ...(method === undefined ? {} : { method }) }, () => {
    waitClause(s, steering);
  });
  while (steeringClause(s, steering));
  const span = s.spanFrom(0);
  const operation: Operation = {
    kind: 'addIndex',
    table,
    index,
    concurrently: false,
    ifNotExists: quietly,
    span,
  };
  return { head: 'CREATE INDEX', operations: [operation], ...steering };
}

/** Reads DROP INDEX from behind the word INDEX. */
export function dropIndex(s: TokenStream): Reading {
  const quietly = ifExists(s, 'DROP INDEX');
  const index = { name: name(s, 'an index name') };
  s.expect('ON');
  const table = objectName(s);
  const steering: Steering = {};
  waitClause(s, steering);
  while (steeringClause(s, steering)) s.needs('ALGORITHM and LOCK of DROP INDEX', { mysql: '5.6' });
  const span = s.spanFrom(0);
  const operation: Operation = {
    kind: 'dropIndex',
    table,
    index,
    concurrently: false,
    ifExists: quietly,
    cascade: false,
    span,
  };
  return { head: 'DROP INDEX', operations: [operation], ...steering };
}
