import { isAtLeast } from '../../sql/dialect.js';
import type { Change } from './change.js';
import type { Refusal } from './clause.js';
import type { RefusalCheck } from './refusal.js';
import { isMysql, sameColumn } from './subject.js';
import type { KnownAlteration } from './subject.js';

export const CHECK_REFUSALS: readonly RefusalCheck[] = [
  { kinds: ['drop-check', 'enforce-check'], check: unknownCheck },
  { kinds: ['add-check', 'add-unenforced-check'], check: takenName },
];

/** ALTER CHECK of something that is not there; ALTER CONSTRAINT, which reads alike here, ends in error 3940. */
function unknownCheck({ operation }: Change, { table }: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'alterConstraint') return undefined;
  const { name } = operation;
  if (table.constraints.some((one) => sameColumn(one.name, name))) return undefined;
  return { code: '3821', reason: `Table ${table.name.name} has no constraint ${name}.` };
}

/** MySQL looks for the name after it has dropped what the same statement drops, MariaDB too. */
function takenName({ constraint }: Change, alteration: KnownAlteration): Refusal | undefined {
  const { table, operations, server } = alteration;
  if (constraint?.kind !== 'check' || constraint.name === undefined) return undefined;
  const { name } = constraint;
  if (isMysql(alteration) && !isAtLeast(server.version, 8, 0, 16)) return undefined;
  const isThere = table.constraints.some((one) => one.kind === 'check' && sameColumn(one.name, name));
  const isDropped = operations.some((one) => one.kind === 'dropConstraint' && sameColumn(one.name, name));
  if (!isThere || isDropped) return undefined;
  return {
    code: isMysql(alteration) ? '3822' : '1826',
    reason: `Table ${table.name.name} has a CHECK ${name} already.`,
  };
}
