import type { Table } from '../catalog/catalog.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { PartitionBound } from '../sql/operation.js';
import type { RecipeStep } from './finding.js';
import { recipeName, validateStep } from './postgres-recipe.js';
import { quoteName, sqlNameOf } from './words.js';

/** FOR VALUES … or DEFAULT, as ATTACH PARTITION wants it. */
function boundClause(bound: PartitionBound): string {
  switch (bound.kind) {
    case 'default':
      return 'DEFAULT';
    case 'list':
      return `FOR VALUES IN (${bound.values.join(', ')})`;
    case 'range':
      return `FOR VALUES FROM (${bound.from.join(', ')}) TO (${bound.to.join(', ')})`;
    case 'hash':
      return `FOR VALUES WITH (MODULUS ${String(bound.modulus)}, REMAINDER ${String(bound.remainder)})`;
  }
}

/** The condition that every row of such a partition meets. Undefined where one column alone does not say it. */
export function boundCondition(
  server: ServerVersion,
  parent: Table,
  bound: PartitionBound | undefined,
): string | undefined {
  const [column, ...more] = parent.partitioning?.columns ?? [];
  if (column === undefined || more.length > 0) return undefined;
  const key = quoteName(server, column);
  const isOpen = (value: string): boolean => /^\s*(?:minvalue|maxvalue|null)\s*$/i.test(value);
  if (bound?.kind === 'range') {
    const [from = '', to = ''] = [bound.from[0], bound.to[0]];
    return isOpen(from) || isOpen(to)
      ? undefined
      : `${key} IS NOT NULL AND ${key} >= ${from} AND ${key} < ${to}`;
  }
  if (bound?.kind !== 'list' || bound.values.some(isOpen)) return undefined;
  const values = bound.values.join(', ');
  const test = bound.values.length === 1 ? `${key} = ${values}` : `${key} IN (${values})`;
  return `${key} IS NOT NULL AND ${test}`;
}

/** A CHECK that proves something of a partition beforehand, while reads and writes go on. */
export interface Proof {
  readonly table: ObjectName;
  readonly name: string;
  readonly steps: readonly RecipeStep[];
}

/** The proof that a table holds only rows of a new partition, or, for the default partition, none of them. */
export function boundProof(
  server: ServerVersion,
  table: ObjectName,
  condition: string,
  { isDefault }: { readonly isDefault: boolean },
): Proof {
  const name = recipeName(table.name, isDefault ? 'holds_none' : 'bound');
  const check = isDefault ? `NOT (${condition})` : condition;
  const add: RecipeStep = {
    kind: 'migration',
    title: isDefault
      ? 'Keep the rows out of the default partition'
      : 'Let the table take rows of the partition only',
    text: `ALTER TABLE ${sqlNameOf(server, table)} ADD CONSTRAINT ${quoteName(server, name)} CHECK (${check}) NOT VALID;`,
  };
  return { table, name, steps: [add, validateStep(server, table, name)] };
}

/** ATTACH PARTITION, after which the proofs have served. */
export function attachStep(
  server: ServerVersion,
  parent: ObjectName,
  partition: ObjectName,
  bound: PartitionBound,
  proofs: readonly Proof[],
): RecipeStep {
  const drops = proofs.map(
    ({ table, name }) =>
      `ALTER TABLE ${sqlNameOf(server, table)} DROP CONSTRAINT ${quoteName(server, name)};`,
  );
  const attach = `ALTER TABLE ${sqlNameOf(server, parent)} ATTACH PARTITION ${sqlNameOf(server, partition)} ${boundClause(bound)};`;
  return {
    kind: 'migration',
    title: 'Attach it, which reads nothing now',
    text: [attach, ...drops].join('\n'),
  };
}
