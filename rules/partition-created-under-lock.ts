import {
  attachStep,
  boundCondition,
  boundProof,
  boundsLockWait,
  code,
  defineRule,
  partitionsOf,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change, RecipeStep, Table } from '../src/engine/rule.js';

export const partitionCreatedUnderLock = defineRule({
  id: 'partition-created-under-lock',
  summary: 'CREATE TABLE … PARTITION OF locks the parent, and reads its default partition',
  question: 'How do I add a partition without locking its parent?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['createTable'],
  check(change) {
    const { operation, impact, isNew, server, before, sizeOf } = change;
    const parent = operation.partitionOf?.parent;
    if (!parent || isNew(parent) || impact.kind === 'undecided' || impact.impact.refused) return undefined;
    if (!impact.impact.locks?.some(({ mode }) => mode === 'AccessExclusiveLock')) return undefined;
    const name = code(subjectOf(parent));
    const found = partitionsOf(before, parent).find(
      (one) => one.partitionOf?.isDefault === true && !isNew(one.name),
    );
    const isRead = found && impact.impact.scans.some((one) => one.name === found.name.name);
    const isBounded = boundsLockWait(server.dialect, before.session);
    // Before version 12 ATTACH locks the parent as strongly.
    if (!isRead && (server.major < 12 || (isBounded && sizeOf(parent) !== 'hot'))) return undefined;
    const detection = { subject: subjectOf(operation.table), table: parent };
    if (isRead) {
      const rows = code(subjectOf({ name: found.name.name }));
      return {
        ...detection,
        headline: `Every read and write of ${name} waits while its default partition is read`,
        message: `Rows of the new partition might stand in ${rows}, so ${serverText(server)} reads all of it, and holds an ACCESS EXCLUSIVE lock on ${name} and ${rows} meanwhile: every read and write waits until that is done. A single such row makes the statement fail.`,
        remedy: `Prove beforehand that ${rows} holds no row of the new partition, with a CHECK that is added with NOT VALID and validated in a later transaction. Then create the table on its own and attach it.`,
        recipe: stepsFor(change, found),
      };
    }
    return {
      ...detection,
      severity: 'advice',
      headline: `Every read and write of ${name} waits behind the new partition's lock`,
      message: `${serverText(server)} needs an ACCESS EXCLUSIVE lock on ${name} to create a partition of it. That is short, but while it waits for one long query every later read and write of any partition queues behind it. A table that is created on its own and attached needs SHARE UPDATE EXCLUSIVE, which keeps nobody out.`,
      remedy: `Create the table with LIKE ${name} INCLUDING ALL, then ATTACH PARTITION.`,
      recipe: stepsFor(change, undefined),
    };
  },
});

function stepsFor(
  { operation, server, table: find }: Change<'createTable'>,
  found: Table | undefined,
): readonly RecipeStep[] {
  const { table, partitionOf, partitioning } = operation;
  const parent = partitionOf && find(partitionOf.parent);
  const bound = partitionOf?.bound;
  const condition = parent && boundCondition(server, parent, bound);
  if (!parent || !bound || partitioning || (found && condition === undefined)) return [];
  const defaultName =
    found && (partitionOf.parent.schema === undefined ? { name: found.name.name } : found.name);
  const proofs =
    defaultName && condition !== undefined
      ? [boundProof(server, defaultName, condition, { isDefault: true })]
      : [];
  const create: RecipeStep = {
    kind: 'migration',
    title: 'Create the table on its own',
    text: `CREATE TABLE ${sqlNameOf(server, table)} (LIKE ${sqlNameOf(server, partitionOf.parent)} INCLUDING ALL);`,
  };
  return [
    ...proofs.flatMap(({ steps }) => steps),
    create,
    attachStep(server, partitionOf.parent, table, bound, proofs),
  ];
}
