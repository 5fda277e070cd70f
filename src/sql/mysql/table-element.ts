import type { ConstraintDefinition, IndexDefinition } from '../column.js';
import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { columnDefinition, enforcement, type ReadColumn } from './column-definition.js';
import { references } from './foreign-key.js';
import { indexBody, indexDefinition, type IndexClass } from './index-definition.js';
import { isName, name, nameList } from './name.js';
import { ifNotExists } from './reading.js';
import type { TokenStream } from './token-stream.js';

const ELEMENT_WORDS = new Set(
  'INDEX KEY FULLTEXT SPATIAL VECTOR CONSTRAINT PRIMARY UNIQUE FOREIGN CHECK PERIOD'.split(' '),
);

/** True when an index, a constraint or a period starts at the cursor, not a column. */
export function isKeyOrConstraint(s: TokenStream): boolean {
  if (!s.isOneOf(ELEMENT_WORDS)) return false;
  if (s.is('VECTOR')) return s.peek(1).upper === 'INDEX' || s.peek(1).upper === 'KEY';
  return !s.is('PERIOD') || s.peek(1).upper === 'FOR' || (s.isMariadb && s.peek(1).upper === 'IF');
}

/** Reads an index, constraint or period; the span begins at the token `from`. */
export function keyOrConstraint(s: TokenStream, table: TableRef, from: number): Operation {
  if (s.acceptAny('INDEX', 'KEY') !== undefined) return addIndex(s, table, from, false);
  const special = s.acceptAny('FULLTEXT', 'SPATIAL', 'VECTOR');
  if (special !== undefined) {
    if (special === 'VECTOR') s.needs('a VECTOR index', { mariadb: '11.7' });
    s.acceptAny('INDEX', 'KEY');
    return addIndex(s, table, from, false, lookUp(SPECIAL, special));
  }
  if (s.is('PERIOD')) return period(s, table, from);
  const named = s.accept('CONSTRAINT');
  const existing = named && s.isMariadb && ifNotExists(s, 'ADD CONSTRAINT');
  const constraint = named && isName(s) ? name(s, 'a constraint name') : undefined;
  if (s.accept('UNIQUE')) {
    s.acceptAny('INDEX', 'KEY');
    return addIndex(s, table, from, true, undefined, constraint);
  }
  return constraintOperation(s, table, from, constraint, existing);
}

const SPECIAL: Readonly<Record<string, IndexClass>> = {
  FULLTEXT: 'fulltext',
  SPATIAL: 'spatial',
  VECTOR: 'vector',
};

function addIndex(
  s: TokenStream,
  table: TableRef,
  from: number,
  unique: boolean,
  indexClass?: IndexClass,
  constraint?: string,
): Operation {
  const quietly = ifNotExists(s, 'ADD INDEX');
  const definition = indexDefinition(s, unique, indexClass);
  const indexName = definition.name ?? constraint;
  const index: IndexDefinition = indexName === undefined ? definition : { ...definition, name: indexName };
  return {
    kind: 'addIndex',
    table,
    index,
    concurrently: false,
    ifNotExists: quietly,
    span: s.spanFrom(from),
  };
}

function constraintOperation(
  s: TokenStream,
  table: TableRef,
  from: number,
  constraintName: string | undefined,
  existing: boolean,
): Operation {
  const { definition, quietly } = constraint(s, constraintName);
  return {
    kind: 'addConstraint',
    table,
    constraint: definition,
    ifNotExists: existing || quietly,
    span: s.spanFrom(from),
  };
}

function constraint(s: TokenStream, named?: string): { definition: ConstraintDefinition; quietly: boolean } {
  if (s.acceptAll('PRIMARY', 'KEY')) {
    const quietly = ifNotExists(s, 'ADD PRIMARY KEY');
    // The server reads and forgets a name of the primary key.
    if (isName(s) && !s.is('USING') && !s.is('TYPE')) name(s);
    return {
      definition: { kind: 'primary-key', name: named, index: indexBody(s, { unique: true }) },
      quietly,
    };
  }
  if (s.acceptAll('FOREIGN', 'KEY')) {
    const quietly = ifNotExists(s, 'ADD FOREIGN KEY');
    const indexName = isName(s) ? name(s, 'an index name') : undefined;
    const columns = nameList(s);
    return {
      definition: { kind: 'foreign-key', name: named, indexName, columns, ...references(s) },
      quietly,
    };
  }
  s.expect('CHECK');
  const expression = s.parenthesisedExpression();
  return {
    definition: { kind: 'check', name: named, expression, notEnforced: enforcement(s) },
    quietly: false,
  };
}

function period(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('PERIOD');
  ifNotExists(s, 'ADD PERIOD');
  s.expect('FOR');
  s.needs('PERIOD FOR', { mariadb: '10.3.4' });
  name(s, 'a period name');
  s.parenthesised(() => {
    name(s, 'a column name');
    s.expect(',');
    name(s, 'a column name');
  });
  return { kind: 'changeSystemVersioning', table, action: 'add-period', span: s.spanFrom(from) };
}

/** The operations for the index and constraints that a column's definition brings along. */
export function inlineOperations(table: TableRef, column: ReadColumn): Operation[] {
  const indexes = column.index.map(({ span, definition }): Operation => ({
    kind: 'addIndex',
    table,
    index: definition,
    concurrently: false,
    ifNotExists: false,
    span,
  }));
  const constraints = column.constraints.map(({ span, definition }): Operation => ({
    kind: 'addConstraint',
    table,
    constraint: definition,
    ifNotExists: false,
    span,
  }));
  return [...constraints, ...indexes];
}

/** Reads one element between the parentheses of CREATE TABLE or ADD (…). */
export function tableElement(s: TokenStream, table: TableRef): Operation[] {
  const from = s.index;
  if (isKeyOrConstraint(s)) return [keyOrConstraint(s, table, from)];
  const quietly = s.isMariadb && ifNotExists(s, 'a column');
  const column = columnDefinition(s);
  return [
    { kind: 'addColumn', table, column: column.definition, ifNotExists: quietly, span: s.spanFrom(from) },
    ...inlineOperations(table, column),
  ];
}
