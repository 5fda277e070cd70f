import type { ColumnDefinition, ConstraintDefinition, GeneratedColumn, IndexDefinition } from '../column.js';
import type { Span } from '../position.js';
import { lookUp } from '../../look-up.js';
import { columnDefault, now } from './column-default.js';
import { collateClause, dataType } from './data-type.js';
import { references } from './foreign-key.js';
import { isName, name, nameOrString, stringLiteral, wholeNumber } from './name.js';
import { isTableOptionWord } from './table-option.js';
import type { TokenStream } from './token-stream.js';

interface Inline<T> {
  readonly span: Span;
  readonly definition: T;
}

/** A column and the indexes and constraints that its definition brings along. */
export interface ReadColumn {
  readonly definition: ColumnDefinition;
  readonly index: readonly Inline<IndexDefinition>[];
  readonly constraints: readonly Inline<ConstraintDefinition>[];
}

type Writable = { -readonly [K in keyof ColumnDefinition]: ColumnDefinition[K] };

interface Draft {
  readonly column: Writable;
  readonly index: Inline<IndexDefinition>[];
  readonly constraints: Inline<ConstraintDefinition>[];
}

/** Reads `name type attributes…`. */
export function columnDefinition(s: TokenStream): ReadColumn {
  const from = s.index;
  const columnName = name(s, 'a column name');
  const written = dataType(s);
  const draft: Draft = { column: { name: columnName, type: written.type }, index: [], constraints: [] };
  const { column } = draft;
  if (written.charset !== undefined) column.charset = written.charset;
  if (written.binary === true) binaryCollation(column);
  if (written.serial === true) serial(draft, s.spanFrom(from));
  const collation = collateClause(s);
  if (collation !== undefined) column.collation = collation;
  generated(s, column);
  while (attribute(s, draft) && !closesDefinition(draft));
  return { definition: column, index: draft.index, constraints: draft.constraints };
}

/** REFERENCES comes last, and on MariaDB CHECK does. */
function closesDefinition(draft: Draft): boolean {
  return draft.constraints.at(-1)?.definition.kind === 'foreign-key' || draft.column.check !== undefined;
}

function binaryCollation(column: Writable): void {
  if (column.charset === undefined) setAttribute(column, 'binary', 'yes');
  else column.collation = `${column.charset}_bin`;
}

function setAttribute(column: Writable, attributeName: string, value: string): void {
  column.attributes = { ...column.attributes, [attributeName]: value };
}

function serial(draft: Draft, span: Span): void {
  draft.column.nullable = false;
  draft.column.autoIncrement = true;
  draft.index.push({ span, definition: onColumn(draft.column.name) });
}

function onColumn(column: string): IndexDefinition {
  return { unique: true, parts: [{ column }] };
}

/** `[GENERATED ALWAYS] AS (expression) [VIRTUAL | STORED]`, and MariaDB's ROW START and ROW END. */
function generated(s: TokenStream, column: Writable): void {
  const always = s.acceptAll('GENERATED', 'ALWAYS');
  if (!always && !s.is('AS')) return;
  s.expect('AS');
  if (s.is('ROW')) {
    s.advance();
    s.needs('system versioning', { mariadb: '10.3.4' });
    column.systemVersioning =
      s.expectAny('START or END', 'START', 'END') === 'START' ? 'row-start' : 'row-end';
    return;
  }
  s.needs('a generated column', { mysql: '5.7.6', mariadb: '5.2' });
  const expression = s.parenthesisedExpression();
  column.generated = { expression, storage: storage(s) };
}

function storage(s: TokenStream): GeneratedColumn['storage'] {
  if (s.accept('VIRTUAL')) return 'virtual';
  if (s.accept('STORED')) return 'stored';
  return s.isMariadb && s.accept('PERSISTENT') ? 'stored' : undefined;
}

function attribute(s: TokenStream, draft: Draft): boolean {
  const { upper } = s.current;
  const read = lookUp(ATTRIBUTES, upper);
  if (read && s.isMariadb && draft.column.generated && !BEHIND_GENERATED.has(upper)) return false;
  if (read) return read(s, draft);
  return s.isMariadb && engineDefined(s, draft.column);
}

/** MariaDB takes any `name=value` behind a column, for its storage engine to know. */
function engineDefined(s: TokenStream, column: Writable): boolean {
  if (!isName(s) || s.peek(1).upper !== '=' || isTableOptionWord(s.current.upper)) return false;
  const option = s.advance().value.toLowerCase();
  s.advance();
  const value = s.current;
  if (value.kind !== 'string' && value.kind !== 'number' && value.kind !== 'word') s.refuse('a value');
  setAttribute(column, option, s.advance().value);
  return true;
}

/** All that MariaDB takes behind a generated column's expression. */
const BEHIND_GENERATED = new Set(['UNIQUE', 'COMMENT', 'INVISIBLE', 'CHECK', 'WITH', 'WITHOUT']);

type ReadAttribute = (s: TokenStream, draft: Draft) => boolean;

const ATTRIBUTES: Readonly<Record<string, ReadAttribute>> = {
  NOT: (s, { column }) => {
    s.advance();
    if (s.accept('SECONDARY')) return true;
    s.expect('NULL');
    column.nullable = false;
    return true;
  },
  NULL: (s, { column }) => {
    s.advance();
    column.nullable = true;
    return true;
  },
  DEFAULT: (s, { column }) => {
    s.advance();
    column.default = columnDefault(s);
    return true;
  },
  ON: (s, { column }) => {
    s.expect('ON', 'UPDATE');
    column.onUpdate = now(s) ?? s.refuse('CURRENT_TIMESTAMP');
    return true;
  },
  AUTO_INCREMENT: (s, { column }) => {
    s.advance();
    column.autoIncrement = true;
    return true;
  },
  SERIAL: (s, draft) => {
    const from = s.index;
    s.expect('SERIAL', 'DEFAULT', 'VALUE');
    serial(draft, s.spanFrom(from));
    return true;
  },
  PRIMARY: primaryKey,
  KEY: primaryKey,
  UNIQUE: (s, draft) => {
    const from = s.index;
    s.advance();
    s.accept('KEY');
    draft.index.push({ span: s.spanFrom(from), definition: onColumn(draft.column.name) });
    return true;
  },
  COMMENT: (s, { column }) => {
    s.advance();
    column.comment = stringLiteral(s, 'a comment in quotes');
    return true;
  },
  COLLATE: (s, { column }) => {
    if (column.collation !== undefined && !s.isMariadb) s.refuse('another attribute of the column');
    const collation = collateClause(s);
    if (collation !== undefined) column.collation = collation;
    return true;
  },
  COLUMN_FORMAT: (s, { column }) => {
    s.advance();
    setAttribute(
      column,
      'column_format',
      s.expectAny('FIXED, DYNAMIC or DEFAULT', 'FIXED', 'DYNAMIC', 'DEFAULT').toLowerCase(),
    );
    return true;
  },
  STORAGE: (s, { column }) => {
    s.advance();
    setAttribute(column, 'storage', s.expectAny('DISK or MEMORY', 'DISK', 'MEMORY', 'DEFAULT').toLowerCase());
    return true;
  },
  SRID: (s, { column }) => {
    s.advance();
    s.needs('SRID', { mysql: '8.0.3' });
    column.srid = wholeNumber(s, 'a spatial reference id');
    return true;
  },
  REF_SYSTEM_ID: (s, { column }) => {
    s.expect('REF_SYSTEM_ID', '=');
    s.needs('REF_SYSTEM_ID', { mariadb: '10.1.2' });
    column.srid = wholeNumber(s);
    return true;
  },
  CONSTRAINT: check,
  CHECK: check,
  VISIBLE: (s, { column }) => {
    s.advance();
    s.needs('VISIBLE', { mysql: '8.0.23' });
    column.invisible = false;
    return true;
  },
  INVISIBLE: (s, { column }) => {
    s.advance();
    s.needs('an invisible column', { mysql: '8.0.23', mariadb: '10.3.3' });
    column.invisible = true;
    return true;
  },
  ENGINE_ATTRIBUTE: engineAttribute,
  SECONDARY_ENGINE_ATTRIBUTE: engineAttribute,
  WITH: systemVersioning,
  WITHOUT: systemVersioning,
  COMPRESSED: (s, { column }) => {
    s.advance();
    s.needs('COMPRESSED', { mariadb: '10.3.3' });
    setAttribute(column, 'compressed', s.accept('=') ? nameOrString(s, 'a compression method') : 'yes');
    return true;
  },
  REFERENCES: (s, draft) => {
    const from = s.index;
    const target = references(s);
    const definition = {
      kind: 'foreign-key',
      inline: true,
      columns: [draft.column.name],
      ...target,
    } as const;
    draft.constraints.push({ span: s.spanFrom(from), definition });
    return true;
  },
};

function primaryKey(s: TokenStream, draft: Draft): boolean {
  const from = s.index;
  s.accept('PRIMARY');
  s.expect('KEY');
  const definition = { kind: 'primary-key', inline: true, index: onColumn(draft.column.name) } as const;
  draft.constraints.push({ span: s.spanFrom(from), definition });
  return true;
}

function check(s: TokenStream, draft: Draft): boolean {
  const from = s.index;
  const named = s.accept('CONSTRAINT');
  if (named) s.needs('CONSTRAINT in a column definition', { mysql: '8.0.16' });
  const constraint = named && isName(s) ? name(s, 'a constraint name') : undefined;
  s.expect('CHECK');
  s.needs('CHECK', { mysql: '5.0', mariadb: '10.2.1' });
  const expression = s.parenthesisedExpression();
  if (s.isMariadb && !named) {
    draft.column.check = expression;
    return true;
  }
  const notEnforced = enforcement(s);
  draft.constraints.push({
    span: s.spanFrom(from),
    definition: { kind: 'check', name: constraint, inline: true, expression, notEnforced },
  });
  return true;
}

/** Reads `[NOT] ENFORCED`: true when not enforced, undefined when nothing is written. */
export function enforcement(s: TokenStream): boolean | undefined {
  const negated = s.is('NOT') && s.peek(1).upper === 'ENFORCED';
  if (negated) s.advance();
  if (!s.accept('ENFORCED')) return undefined;
  s.needs('ENFORCED', { mysql: '8.0.16' });
  return negated;
}

function engineAttribute(s: TokenStream, { column }: Draft): boolean {
  const attributeName = s.advance().upper;
  s.needs(attributeName, { mysql: '8.0.21' });
  s.accept('=');
  setAttribute(column, attributeName.toLowerCase(), stringLiteral(s));
  return true;
}

function systemVersioning(s: TokenStream, { column }: Draft): boolean {
  if (s.peek(1).upper !== 'SYSTEM' || s.peek(2).upper !== 'VERSIONING') return false;
  const word = s.advance().upper;
  s.expect('SYSTEM', 'VERSIONING');
  s.needs('system versioning', { mariadb: '10.3.4' });
  column.systemVersioning = word === 'WITH' ? 'with' : 'without';
  return true;
}
