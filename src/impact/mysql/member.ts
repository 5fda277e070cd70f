import type { Column } from '../../catalog/catalog.js';
import type { RedefinitionChange } from './change.js';

/**
 * How the members of an ENUM or SET differ. Values are stored by position, so only members added behind the last one
 * leave every row as it is, and only while the position still fits the same number of bytes.
 */
export function compareMembers(before: Column, after: Column): readonly RedefinitionChange[] {
  const [old, next] = [before.type.members ?? [], after.type.members ?? []];
  const fold = folding(after.collation);
  const keepsOld = old.every((member, at) => next[at] !== undefined && fold(member) === fold(next[at]));
  if (!keepsOld) return ['change-members'];
  if (memberBytes(before.type.name, old.length) !== memberBytes(after.type.name, next.length)) {
    return ['change-member-storage'];
  }
  return next.length > old.length ? ['append-member'] : [];
}

/** Bytes of a value: ENUM 1 up to 255 members, else 2; SET 1, 2, 3, 4 or 8. */
function memberBytes(type: string, members: number): number {
  if (type === 'enum') return members < 256 ? 1 : 2;
  const bytes = Math.ceil(members / 8);
  return bytes > 4 ? 8 : bytes;
}

/** Members that the column's new collation calls equal are the same member to the server. */
function folding(collation: string | undefined): (member: string) => string {
  const name = collation ?? '';
  if (/^binary$|_bin$|_cs$/.test(name)) return (member) => member;
  if (name.endsWith('_as_ci')) return (member) => member.normalize('NFC').toLowerCase();
  return (member) => member.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
