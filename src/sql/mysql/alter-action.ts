import type { ColumnPosition } from '../column.js';
import type { TableRef } from '../name.js';
import type { Operation } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { alterMember } from './alter-member.js';
import { columnDefinition } from './column-definition.js';
import { charsetClause, collateClause } from './data-type.js';
import { dropAction } from './drop-action.js';
import { columnName, name, objectName } from './name.js';
import { ifExists, ifNotExists } from './reading.js';
import { inlineOperations, isKeyOrConstraint, keyOrConstraint, tableElement } from './table-element.js';
import type { TokenStream } from './token-stream.js';

type ReadAction = (s: TokenStream, table: TableRef, from: number) => Operation[];

/** Reads one action of ALTER TABLE that is no table option; undefined when none stands at the cursor. */
export function alterAction(s: TokenStream, table: TableRef): Operation[] | undefined {
  const read = lookUp(ACTIONS, s.current.upper);
  return read?.(s, table, s.index);
}

const ACTIONS: Readonly<Record<string, ReadAction>> = {
  ADD: add,
  DROP: (s, table, from) => [dropAction(s, table, from)],
  MODIFY: redefine,
  CHANGE: redefine,
  ALTER: (s, table, from) => [alterMember(s, table, from)],
  RENAME: (s, table, from) => [rename(s, table, from)],
  CONVERT: (s, table, from) => [convert(s, table, from)],
  ORDER: (s, table, from) => {
    s.expect('ORDER', 'BY');
    s.list(() => {
      columnName(s);
      s.acceptAny('ASC', 'DESC');
    });
    return [{ kind: 'rebuildTable', table, how: 'order-by', span: s.spanFrom(from) }];
  },
  FORCE: (s, table, from) => {
    s.advance();
    return [{ kind: 'rebuildTable', table, how: 'force', span: s.spanFrom(from) }];
  },
  DISABLE: keys,
  ENABLE: keys,
  DISCARD: tablespace,
  IMPORT: tablespace,
  WITH: validation,
  WITHOUT: validation,
  SECONDARY_LOAD: secondary,
  SECONDARY_UNLOAD: secondary,
};

function add(s: TokenStream, table: TableRef, from: number): Operation[] {
  s.expect('ADD');
  if (s.acceptAll('SYSTEM', 'VERSIONING')) {
    s.needs('system versioning', { mariadb: '10.3.4' });
    return [{ kind: 'changeSystemVersioning', table, action: 'add', span: s.spanFrom(from) }];
  }
  if (isKeyOrConstraint(s)) return [keyOrConstraint(s, table, from)];
  s.accept('COLUMN');
  const quietly = ifNotExists(s, 'ADD COLUMN');
  if (s.is('(')) return s.parenthesised(() => s.list(() => tableElement(s, table))).flat();
  const column = columnDefinition(s);
  const position = columnPosition(s);
  return [
    {
      kind: 'addColumn',
      table,
      column: column.definition,
      position,
      ifNotExists: quietly,
      span: s.spanFrom(from),
    },
    ...inlineOperations(table, column),
  ];
}

/** MODIFY and CHANGE. */
function redefine(s: TokenStream, table: TableRef, from: number): Operation[] {
  const isChange = s.advance().upper === 'CHANGE';
  s.accept('COLUMN');
  const quietly = ifExists(s, 'MODIFY and CHANGE');
  const changed = isChange ? (s.isMariadb ? columnName(s) : name(s, 'a column name')) : undefined;
  const column = columnDefinition(s);
  const { definition } = column;
  const position = columnPosition(s);
  const span = s.spanFrom(from);
  const named = changed ?? definition.name;
  return [
    { kind: 'redefineColumn', table, column: named, definition, position, ifExists: quietly, span },
    ...inlineOperations(table, column),
  ];
}

function columnPosition(s: TokenStream): ColumnPosition | undefined {
  if (s.accept('FIRST')) return { first: true };
  return s.accept('AFTER') ? { after: name(s, 'a column name') } : undefined;
}

function rename(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('RENAME');
  if (s.accept('COLUMN')) {
    s.needs('RENAME COLUMN', { mysql: '8.0.3', mariadb: '10.5.2' });
    const quietly = ifExists(s, 'RENAME COLUMN') ? ({ ifExists: true } as const) : {};
    const column = name(s, 'a column name');
    s.expect('TO');
    const to = name(s, 'a column name');
    return { kind: 'renameColumn', table, column, to, ...quietly, span: s.spanFrom(from) };
  }
  if (s.acceptAny('INDEX', 'KEY') !== undefined) {
    s.needs('RENAME INDEX', { mysql: '5.7.1', mariadb: '10.5.2' });
    const quietly = ifExists(s, 'RENAME INDEX') ? ({ ifExists: true } as const) : {};
    const index = { name: name(s, 'an index name') };
    s.expect('TO');
    const to = name(s, 'an index name');
    return { kind: 'renameIndex', table, index, to, ...quietly, span: s.spanFrom(from) };
  }
  s.acceptAny('TO', 'AS', '=');
  return { kind: 'renameTable', table, to: objectName(s), span: s.spanFrom(from) };
}

function convert(s: TokenStream, table: TableRef, from: number): Operation {
  s.expect('CONVERT', 'TO');
  const byDefault = s.acceptAll('CHARACTER', 'SET', 'DEFAULT') || s.acceptAll('CHARSET', 'DEFAULT');
  const charset = byDefault ? undefined : (charsetClause(s) ?? s.refuse('CHARACTER SET'));
  const collation = collateClause(s);
  return { kind: 'convertCharset', table, charset, collation, span: s.spanFrom(from) };
}

function keys(s: TokenStream, table: TableRef, from: number): Operation[] {
  const enabled = s.advance().upper === 'ENABLE';
  s.expect('KEYS');
  return [{ kind: 'setKeys', table, enabled, span: s.spanFrom(from) }];
}

function tablespace(s: TokenStream, table: TableRef, from: number): Operation[] {
  const action = s.advance().upper === 'DISCARD' ? 'discard' : 'import';
  s.expect('TABLESPACE');
  return [{ kind: 'changeTablespace', table, action, span: s.spanFrom(from) }];
}

/** WITH and WITHOUT VALIDATION steer how a generated column is added or changed. */
function validation(s: TokenStream): Operation[] {
  s.advance();
  s.expect('VALIDATION');
  s.needs('VALIDATION', { mysql: '5.7.6' });
  return [];
}

/** HeatWave: loads the table into the secondary engine or takes it out; the table itself stays as it is. */
function secondary(s: TokenStream, table: TableRef, from: number): Operation[] {
  const word = s.advance();
  s.needs(word.upper, { mysql: '8.0.13' });
  return [
    { kind: 'setTableOption', table, option: word.value.toLowerCase(), value: '', span: s.spanFrom(from) },
  ];
}
