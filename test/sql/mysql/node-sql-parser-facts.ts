import sqlParser from 'node-sql-parser/build/mysql.js';
import { fact, type Fact } from './facts.js';

/** A node of node-sql-parser's tree, whose published types do not cover DDL. */
type Tree = Readonly<Record<string, unknown>>;

const parser = new sqlParser.Parser();

/** What node-sql-parser found in a DDL statement; undefined when it refuses the text or gives another kind of tree. */
export function theirFacts(text: string): Fact[] | undefined {
  const parsed = parse(text);
  const trees = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  const tree = asTree(trees[0]);
  return trees.length === 1 && tree ? statementFacts(tree) : undefined;
}

/** The tables that node-sql-parser names; undefined when it refuses the text. */
export function theirTables(text: string): string[] | undefined {
  try {
    const entries = parser.tableList(text, { database: 'MySQL' });
    return [...new Set(entries.map((entry) => entry.split('::').at(-1) ?? ''))];
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return parser.astify(text, { database: 'MySQL' });
  } catch {
    return undefined;
  }
}

function asTree(value: unknown): Tree | undefined {
  return typeof value === 'object' && value !== null ? (value as Tree) : undefined;
}

function at(tree: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => asTree(node)?.[key], tree);
}

function list(tree: unknown, ...path: readonly (string | number)[]): unknown[] {
  const found = at(tree, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

function word(tree: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(tree, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function tableText(node: unknown): string | undefined {
  const schema = word(node, 'db');
  const table = word(node, 'table');
  return schema === undefined || table === undefined ? table : `${schema}.${table}`;
}

/** Strings stay escaped in node-sql-parser's tree. */
function unescaped(value: string): string {
  return value.replace(/''|""|\\(.)/gs, (match, escaped: string | undefined) => escaped ?? match.charAt(0));
}

function statementFacts(tree: Tree): Fact[] | undefined {
  const kind = [word(tree, 'type'), word(tree, 'keyword')].join(' ');
  if (word(tree, 'type') === 'alter') {
    return steeringLast(list(tree, 'expr').flatMap((action) => actionFacts(asTree(action) ?? {})));
  }
  if (kind === 'create table') {
    const table = fact({ is: 'createTable', table: tableText(at(tree, 'table', 0)) });
    return [
      table,
      ...list(tree, 'create_definitions').flatMap((element) => elementFacts(asTree(element) ?? {})),
    ];
  }
  const named = list(tree, 'name').map(tableText);
  if (kind === 'drop table') return named.map((table) => fact({ is: 'dropTable', table }));
  if (kind === 'truncate table') return named.map((table) => fact({ is: 'truncateTable', table }));
  if (kind === 'drop index') {
    return [
      fact({ is: 'drop index', name: word(tree, 'name', 'column') }),
      ...list(tree, 'options').flatMap(steering),
    ];
  }
  if (kind === 'create index') return createIndexFacts(tree);
  if (word(tree, 'type') !== 'rename') return undefined;
  return list(tree, 'table').map((pair) => fact({ is: 'rename table', to: word(pair, 1, 'table') }));
}

function createIndexFacts(tree: Tree): Fact[] {
  const is = word(tree, 'index_type') === 'unique' ? 'unique' : 'index';
  const parts = list(tree, 'index_columns').map(part);
  return [
    fact({ is, name: word(tree, 'index'), parts }),
    ...steering(at(tree, 'algorithm_option')),
    ...steering(at(tree, 'lock_option')),
  ];
}

/** ALGORITHM and LOCK are of the statement, wherever they stand. */
function steeringLast(facts: readonly Fact[]): Fact[] {
  const isSteering = (one: Fact): boolean => one['is'] === 'algorithm' || one['is'] === 'lock';
  const ofKind = (is: string): Fact[] => facts.filter((one) => one['is'] === is);
  return [...facts.filter((one) => !isSteering(one)), ...ofKind('algorithm'), ...ofKind('lock')];
}

function steering(option: unknown): Fact[] {
  const algorithm = word(option, 'algorithm');
  const lock = word(option, 'lock');
  if (algorithm !== undefined) return [fact({ is: 'algorithm', value: algorithm.toUpperCase() })];
  return lock === undefined ? [] : [fact({ is: 'lock', value: lock.toUpperCase() })];
}

function actionFacts(action: Tree): Fact[] {
  const verb = `${word(action, 'action') ?? ''} ${word(action, 'resource') ?? ''}`.trim();
  if (verb === 'algorithm' || verb === 'lock') return steering(action);
  if (verb === 'add column') return columnElement(action, 'add column');
  if (verb === 'modify column' || verb === 'change column') return columnElement(action, 'redefine column');
  if (verb === 'drop column') return [fact({ is: 'drop column', name: word(action, 'column', 'column') })];
  if (verb === 'drop index') return [fact({ is: 'drop index', name: word(action, 'index') })];
  if (verb === 'drop key' && word(action, 'keyword') === 'key') {
    return [fact({ is: 'drop index', name: word(action, 'key') })];
  }
  if (verb.endsWith(' partition')) return [partitionFact(action, verb)];
  if (verb === 'drop key') {
    const keyword = word(action, 'keyword')?.replace(' ', '-') ?? '';
    return [fact({ is: `drop ${keyword}`, name: word(action, 'key') })];
  }
  if (verb === 'rename column') {
    const name = word(action, 'old_column', 'column');
    return [fact({ is: 'rename column', name, to: word(action, 'column', 'column') })];
  }
  if (verb === 'rename table') return [fact({ is: 'rename table', to: word(action, 'table') })];
  const created = asTree(at(action, 'create_definitions'));
  if (created) return elementFacts(created);
  return verb === 'add index' ? elementFacts(action) : [optionFact(action, verb)];
}

function optionFact(action: Tree, option: string): Fact {
  const value = at(action, option, 'value') ?? at(action, option);
  const text =
    typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : undefined;
  const inQuotes = text === undefined ? undefined : /^(['"])(.*)\1$/s.exec(text)?.[2];
  return fact({
    is: 'option',
    name: option.replace('default ', '').replace('character set', 'charset'),
    value: inQuotes === undefined ? text : unescaped(inQuotes),
  });
}

function partitionFact(action: Tree, verb: string): Fact {
  const names = list(action, 'partitions').map(
    (each) => word(each, 'name', 'value') ?? word(each, 'expr', 'column'),
  );
  return fact({ is: verb, names: names.filter((each) => each !== undefined && each !== '*') });
}

function elementFacts(element: Tree): Fact[] {
  const resource = word(element, 'resource');
  if (resource === 'column') return columnElement(element, 'add column');
  const parts = list(element, 'definition').map(part);
  if (resource === 'index') return [fact({ is: 'index', name: word(element, 'index'), parts })];
  const kind = word(element, 'constraint_type')?.toLowerCase() ?? '';
  if (kind.startsWith('primary')) return [fact({ is: 'primary key', parts })];
  if (kind.startsWith('unique')) {
    return [fact({ is: 'unique', name: word(element, 'index') ?? word(element, 'constraint'), parts })];
  }
  if (!kind.startsWith('foreign')) return [fact({ is: kind, name: word(element, 'constraint') })];
  const columns = list(element, 'definition').map((column) => word(column, 'column'));
  return [fact({ is: 'foreign key', name: word(element, 'constraint'), columns, ...reference(element) })];
}

function reference(element: Tree): Record<string, unknown> {
  const definition = at(element, 'reference_definition');
  const action = (event: string): string | undefined => {
    const found = list(definition, 'on_action').find((candidate) => word(candidate, 'type') === event);
    return word(found, 'value', 'value')?.toLowerCase();
  };
  return {
    references: tableText(at(definition, 'table', 0)),
    referenced: list(definition, 'definition').map((column) => word(column, 'column')),
    onDelete: action('on delete'),
    onUpdate: action('on update'),
  };
}

function columnElement(element: Tree, is: string): Fact[] {
  const name = word(element, 'column', 'column');
  const facts = [
    fact({
      is,
      of: is === 'redefine column' ? (word(element, 'old_column', 'column') ?? name) : undefined,
      name,
      ...columnFacts(element),
    }),
  ];
  if (at(element, 'reference_definition', 'table') !== undefined) {
    facts.push(fact({ is: 'foreign key', columns: [name], ...reference(element) }));
  }
  if (at(element, 'primary_key') !== undefined)
    facts.push(fact({ is: 'primary key', parts: [{ column: name }] }));
  const check = at(element, 'check');
  if (check !== undefined) facts.push(fact({ is: 'check', name: word(check, 'constraint') }));
  if (at(element, 'unique') !== undefined) facts.push(fact({ is: 'unique', parts: [{ column: name }] }));
  return facts;
}

const TYPES: Readonly<Record<string, string>> = {
  integer: 'int',
  numeric: 'decimal',
  dec: 'decimal',
  real: 'double',
  'double precision': 'double',
  boolean: 'tinyint',
  bool: 'tinyint',
};

function columnFacts(element: Tree): Record<string, unknown> {
  const type = word(element, 'definition', 'dataType')?.toLowerCase() ?? '';
  const suffix = list(element, 'definition', 'suffix').map((attribute) => String(attribute).toLowerCase());
  const members = list(element, 'definition', 'expr', 'value').map((member) =>
    unescaped(word(member, 'value') ?? ''),
  );
  const nullable = word(element, 'nullable', 'value');
  const comment = word(element, 'comment', 'value', 'value');
  return {
    type: TYPES[type] ?? type,
    length: at(element, 'definition', 'length') ?? (type.startsWith('bool') ? 1 : undefined),
    scale: at(element, 'definition', 'scale') ?? undefined,
    unsigned: suffix.includes('unsigned') || suffix.includes('zerofill'),
    members: members.length > 0 ? members : undefined,
    nullable: nullable === undefined ? undefined : String(nullable === 'null'),
    default: defaultFact(at(element, 'default_val')),
    comment: comment === undefined ? emptyComment(element) : unescaped(comment),
    autoIncrement: at(element, 'auto_increment') !== undefined,
    charset: word(element, 'character_set', 'value', 'value')?.toLowerCase(),
    collation: collation(element)?.toLowerCase(),
    generated: at(element, 'generated') && (word(element, 'generated', 'storage_type') ?? 'unwritten'),
    onUpdate:
      asTree(at(element, 'default_val', 'value', 'over')) !== undefined ||
      (list(element, 'reference_definition', 'on_action').length > 0 &&
        at(element, 'reference_definition', 'table') === undefined),
    position: position(at(element, 'suffix')),
  };
}

/** Behind a default, node-sql-parser takes the column's collation for the default's. */
function collation(element: Tree): string | undefined {
  const own = word(element, 'collate', 'collate', 'name');
  const value = at(element, 'default_val', 'value');
  return (
    own ?? word(value, 'collate', 'collate', 'name') ?? word(value, 'suffix', 'collate', 'collate', 'name')
  );
}

function emptyComment(element: Tree): string | undefined {
  return at(element, 'comment') === undefined ? undefined : '';
}

function position(suffix: unknown): unknown {
  const keyword = word(suffix, 'keyword')?.toLowerCase();
  if (keyword === 'first') return { first: true };
  return keyword === 'after' ? { after: word(suffix, 'expr', 'column') } : undefined;
}

function defaultFact(node: unknown): string | undefined {
  const value = at(node, 'value');
  if (value === undefined || value === null) return undefined;
  const kind = word(value, 'type') ?? '';
  const written = at(value, 'value');
  if (kind === 'null') return 'null';
  if (at(value, 'parentheses') === true) return 'expression';
  // Precheck keeps a bit literal as it is written.
  if (kind === 'bit_string' && typeof written === 'string') return `b'${written}'`;
  if (kind.endsWith('string')) return typeof written === 'string' ? unescaped(written) : undefined;
  if (kind === 'number' || kind === 'bigint') return String(written);
  return kind === 'bool' ? String(written) : 'expression';
}

function part(node: unknown): Fact {
  const order = word(node, 'order_by')?.toLowerCase();
  // CREATE INDEX … (a(10)) comes back as a call of a function "a".
  if (at(node, 'parentheses') === true) return fact({ column: 'an expression', order });
  if (word(node, 'type') === 'function') {
    return fact({
      column: word(node, 'name', 'name', 0, 'value'),
      prefix: at(node, 'args', 'value', 0, 'value'),
      order,
    });
  }
  const prefix = /^\((\d+)\)$/.exec(word(node, 'suffix') ?? '')?.[1];
  return fact({
    column: word(node, 'column') ?? 'an expression',
    prefix: prefix === undefined ? undefined : Number(prefix),
    order,
  });
}
