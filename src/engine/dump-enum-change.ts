import type { Catalog } from '../catalog/catalog.js';
import type { ObjectName } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';
import type { Span } from '../sql/position.js';
import type { Unreadable } from '../sql/statement.js';
import type { DumpPlaces } from './dump-places.js';
import type { Draft } from './dump-table-change.js';
import { code, codeList, subjectOf } from './words.js';

/** How PostgreSQL's ENUM types differ between two dumps. */
export interface EnumChanges {
  readonly drafts: readonly Draft[];
  /** Types that lose values or whose values change their order, for which there is no statement. */
  readonly unexpressed: readonly Unreadable[];
}

interface EnumPair {
  readonly type: ObjectName;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly span: Span;
}

/** Values that come or get another name, as ALTER TYPE, which never takes one away. */
export function enumChanges(before: Catalog, after: Catalog, places: DumpPlaces): EnumChanges {
  const pairs = [...after.types].flatMap(([key, { name, definition }]): readonly EnumPair[] => {
    const old = before.types.get(key)?.definition;
    if (definition.kind !== 'enum' || old?.kind !== 'enum') return [];
    const pair = { type: name, from: old.values, to: definition.values, span: places.type(key) };
    return pair.from.join('\0') === pair.to.join('\0') ? [] : [pair];
  });
  const told = pairs.map((pair) => ({ pair, operations: operationsOf(pair) }));
  return {
    drafts: told.flatMap(({ pair: { span }, operations }) =>
      (operations ?? []).map((operation) => ({ head: 'ALTER TYPE', span, operations: [operation] })),
    ),
    unexpressed: told.flatMap(({ pair, operations }) => (operations ? [] : [unexpressedOf(pair)])),
  };
}

/** Undefined where no ALTER TYPE leads from one list to the other. */
function operationsOf(pair: EnumPair): readonly Operation[] | undefined {
  const { from, to } = pair;
  const [known, left] = [new Set(from), new Set(to)];
  const kept = to.filter((value) => known.has(value));
  if (kept.join('\0') === from.join('\0')) return addedValues(pair, known);
  const isRenamed = (value: string, at: number): boolean => {
    const now = to[at];
    return value === now || (!left.has(value) && now !== undefined && !known.has(now));
  };
  return from.length === to.length && from.every(isRenamed) ? renamedValues(pair) : undefined;
}

function addedValues({ type, to, span }: EnumPair, known: ReadonlySet<string>): readonly Operation[] {
  const firstKept = to.find((value) => known.has(value));
  return to.flatMap((value, at): readonly Operation[] => {
    if (known.has(value)) return [];
    const previous = to[at - 1];
    const place = previous === undefined ? { before: firstKept } : { after: previous };
    return [{ kind: 'addEnumValue', span, type, value, ifNotExists: false, ...place }];
  });
}

function renamedValues({ type, from, to, span }: EnumPair): readonly Operation[] {
  return from.flatMap((value, at): readonly Operation[] => {
    const now = to[at];
    return now === undefined || now === value
      ? []
      : [{ kind: 'renameEnumValue', span, type, value, to: now }];
  });
}

function unexpressedOf({ type, from, to, span }: EnumPair): Unreadable {
  const left = new Set(to);
  const lost = from.filter((value) => !left.has(value));
  const what = lost.length > 0 ? `loses ${codeList(lost)}` : 'has its values in another order';
  return {
    gap: 'statement-unreadable',
    span,
    text: '',
    head: '',
    reason: `The type ${code(subjectOf(type))} ${what}, for which PostgreSQL has no statement: what the migration does to the columns of this type is not known.`,
  };
}
