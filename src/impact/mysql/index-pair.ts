import type { Index } from '../../catalog/catalog.js';
import type { IndexDefinition, IndexPart } from '../../sql/column.js';
import type { Dialect } from '../../sql/dialect.js';
import type { Change, ChangeKind } from './change.js';
import { sameColumn } from './subject.js';

/**
 * An index that one statement drops and adds again under its name, over the same columns, is kept: the server compares
 * definitions before it drops anything. MariaDB builds it anew when the type is written, which MySQL does not look at, and
 * takes an index that only changes its name for renamed. The same holds for the primary key.
 */
export function settleIndexes(changes: readonly Change[], dialect: Dialect): readonly Change[] {
  const kept = changes.flatMap((added) => {
    const dropped = changes.find((one) => isSameIndex(one, added, dialect));
    return dropped ? [{ added, dropped }] : [];
  });
  if (kept.length === 0) return changes;
  return changes.flatMap((change) => {
    if (kept.some(({ dropped }) => dropped === change)) return [];
    const pair = kept.find(({ added }) => added === change);
    if (!pair) return [change];
    const kind = keptAs(pair.added, pair.dropped);
    return [{ ...change, kind, existing: pair.dropped.existing }];
  });
}

function keptAs(added: Change, dropped: Change): ChangeKind {
  if (added.kind === 'add-primary-key') return 'keep-index';
  if (!sameColumn(added.index?.name, dropped.existing?.name)) return 'rename-index';
  return added.index?.comment === undefined ? 'keep-index' : 'change-index-comment';
}

function isSameIndex(dropped: Change, added: Change, dialect: Dialect): boolean {
  const [old, next] = [dropped.existing, added.index];
  if (dropped.kind === 'drop-primary-key' && added.kind === 'add-primary-key') {
    return old !== undefined && next !== undefined && hasSameParts(old.parts, next.parts);
  }
  if (dropped.kind !== 'drop-index' || !added.kind.startsWith('add-') || !old || !next) return false;
  const isRenamed = !sameColumn(old.name, next.name);
  if ((isRenamed && dialect !== 'mariadb') || old.unique !== next.unique) return false;
  return hasSameMethod(old, next, dialect) && hasSameParts(old.parts, next.parts);
}

function hasSameMethod(old: Index, next: IndexDefinition, dialect: Dialect): boolean {
  if (dialect === 'mariadb' && next.method === 'btree') return false;
  const isOrdinary = (method: string | undefined): boolean =>
    method === undefined || /^(btree|hash)$/.test(method);
  return old.method === next.method || (isOrdinary(old.method) && isOrdinary(next.method));
}

function hasSameParts(old: readonly IndexPart[], next: readonly IndexPart[]): boolean {
  const isSame = (a: IndexPart, b: IndexPart | undefined): boolean =>
    a.column !== undefined &&
    sameColumn(a.column, b?.column) &&
    a.prefix === b?.prefix &&
    (a.order ?? 'asc') === (b?.order ?? 'asc');
  return old.length === next.length && old.every((part, at) => isSame(part, next[at]));
}
