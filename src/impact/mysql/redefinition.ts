import type { Column } from '../../catalog/catalog.js';
import type { RedefinitionChange } from './change.js';
import { compareTypes } from './type-change.js';

/**
 * What a MODIFY or CHANGE changes: the column that the history shows against the one that the statement restates, atom
 * by atom. A new name and a new place are not among them: they are not part of the definition.
 */
export function diffColumn(before: Column, after: Column): readonly RedefinitionChange[] {
  const generated = diffGenerated(before, after);
  const isReplaced = generated.some((kind) => REPLACING.includes(kind));
  return [
    ...generated,
    ...(isReplaced ? [] : typeChanges(before, after)),
    ...diffAutoIncrement(before, after),
    ...diffNullable(before, after),
    ...ATTRIBUTES.filter(([, differs]) => differs(before, after)).map(([kind]) => kind),
  ];
}

/** Another type makes a generated column another expression. */
function typeChanges(before: Column, after: Column): readonly RedefinitionChange[] {
  const kinds = compareTypes(before, after);
  if (!before.generated || kinds.length === 0) return kinds;
  return [before.generated.storage === 'stored' ? 'change-stored-expression' : 'change-generated-type'];
}

const REPLACING: readonly RedefinitionChange[] = [
  'change-generated-storage',
  'plain-to-stored',
  'stored-to-plain',
];

type Differs = (before: Column, after: Column) => boolean;

const ATTRIBUTES: readonly (readonly [RedefinitionChange, Differs])[] = [
  ['change-default', (a, b) => defaultText(a) !== defaultText(b) || a.onUpdate?.text !== b.onUpdate?.text],
  ['change-comment', (a, b) => (a.comment ?? '') !== (b.comment ?? '')],
  ['change-visibility', (a, b) => a.invisible !== b.invisible],
  ['change-srid', (a, b) => a.srid !== b.srid],
  ['change-column-check', (a, b) => a.check?.text !== b.check?.text],
  ['change-column-versioning', (a, b) => isVersioned(a) !== isVersioned(b)],
  ['change-compressed', (a, b) => a.attributes['compressed'] !== b.attributes['compressed']],
  ['change-column-format', (a, b) => formatText(a) !== formatText(b)],
];

function diffNullable(before: Column, after: Column): readonly RedefinitionChange[] {
  if (before.nullable === after.nullable) return [];
  return [after.nullable ? 'set-nullable' : 'set-not-null'];
}

function diffAutoIncrement(before: Column, after: Column): readonly RedefinitionChange[] {
  if (before.autoIncrement === after.autoIncrement) return [];
  return [after.autoIncrement ? 'add-auto-increment' : 'drop-auto-increment'];
}

function diffGenerated(before: Column, after: Column): readonly RedefinitionChange[] {
  const [old, next] = [before.generated, after.generated];
  if (!old && !next) return [];
  if (!old) return [next?.storage === 'stored' ? 'plain-to-stored' : 'change-generated-storage'];
  if (!next) return [old.storage === 'stored' ? 'stored-to-plain' : 'change-generated-storage'];
  if (old.storage !== next.storage) return ['change-generated-storage'];
  if (expressionText(old.expression.text) === expressionText(next.expression.text)) return [];
  return [old.storage === 'stored' ? 'change-stored-expression' : 'change-virtual-expression'];
}

/** The server compares parsed expressions: white space, quotes of names and outer parentheses do not count. */
function expressionText(text: string): string {
  const folded = text.replace(/\s+|`/g, '').toLowerCase();
  return /^\(([^()]*)\)$/.exec(folded)?.[1] ?? folded;
}

function defaultText(column: Column): string {
  const value = column.default;
  if (value === undefined) return 'none';
  if (value.kind === 'null') return 'null';
  if (value.kind === 'expression') return `(${expressionText(value.expression.text)})`;
  return value.kind === 'now' ? `now ${value.text.toLowerCase()}` : value.text;
}

function isVersioned(column: Column): boolean {
  return column.systemVersioning !== 'without';
}

function formatText(column: Column): string {
  const { compressed: _compressed, ...rest } = column.attributes;
  return JSON.stringify(Object.entries(rest).sort());
}
