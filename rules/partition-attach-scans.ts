import {
  attachStep,
  boundCondition,
  boundProof,
  codeList,
  defineRule,
  isSameTable,
  missingKeySteps,
  partitionsOf,
  serverText,
  sqlNameOf,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { Change, ObjectName, RecipeStep, ServerVersion, Table } from '../src/engine/rule.js';

export const partitionAttachScans = defineRule({
  id: 'partition-attach-scans',
  summary: 'ATTACH PARTITION reads the new partition, or the default one, while nobody gets at it',
  question: 'How do I attach a partition without scanning it under lock?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['attachPartition'],
  check(change) {
    const { operation, impact, statement, isNew, server, before, table } = change;
    const whole = statement.impact.statement;
    if (impact.kind === 'undecided' || whole.kind === 'undecided' || whole.impact.refused) return undefined;
    const { partition } = operation;
    const found = defaultOf(change);
    // A new partition is empty; what it references is then not read either.
    const read = impact.impact.scans.filter(
      (one) => !isNew(one) && (!isNew(partition) || (found && isSameTable(one, found.name))),
    );
    if (read.length === 0) return undefined;
    const names = codeList(tableNames(before, read));
    const builds = !isNew(partition) && impact.impact.fact.startsWith('attached-partition-indexed');
    const steps = stepsFor(change, table(operation.table), found);
    return {
      subject: subjectOf(partition),
      headline: `Every read and write of ${names} waits while the partition is attached`,
      message: `Nothing proves yet that each row belongs where it would be: ${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${names} while it reads every row${builds ? ' and builds the indexes that the parent has and the partition lacks' : ''}. Every read and write of ${read.length === 1 ? 'it' : 'them'}, through the parent too, waits until that is done.`,
      remedy:
        'First give the partition the indexes and keys of its parent, and a CHECK with the bounds of the partition; give the default partition the opposite CHECK. Added with NOT VALID and validated in a later transaction, both let reads and writes go on; with that proof ATTACH reads nothing.',
      recipe: steps,
      table: read[0],
    };
  },
});

function defaultOf({ operation, before, isNew }: Change<'attachPartition'>): Table | undefined {
  if (operation.isDefault) return undefined;
  return partitionsOf(before, operation.table).find(
    (one) => one.partitionOf?.isDefault === true && !isNew(one.name),
  );
}

function stepsFor(
  { operation, server, before, isNew, table: find }: Change<'attachPartition'>,
  parent: Table | undefined,
  found: Table | undefined,
): readonly RecipeStep[] {
  const { partition, bound } = operation;
  const condition = parent && boundCondition(server, parent, bound);
  const table = find(partition);
  if (!parent || !bound || !table || condition === undefined) return [];
  const proofs = [
    ...(isNew(partition) ? [] : [boundProof(server, partition, condition, { isDefault: false })]),
    ...(found ? [boundProof(server, named(found, operation.table), condition, { isDefault: true })] : []),
  ];
  return [
    ...(isNew(partition)
      ? [createStep(server, operation.table, partition)]
      : missingKeySteps(server, before, parent, { ...table, name: partition })),
    ...proofs.flatMap(({ steps }) => steps),
    attachStep(server, operation.table, partition, bound, proofs),
  ];
}

function createStep(server: ServerVersion, parent: ObjectName, partition: ObjectName): RecipeStep {
  const [from, to] = [sqlNameOf(server, parent), sqlNameOf(server, partition)];
  return {
    kind: 'migration',
    title: 'Create the table',
    text: `CREATE TABLE ${to} (LIKE ${from} INCLUDING ALL);`,
  };
}

/** The schema as the statement leaves it out or names it. */
function named({ name }: Table, like: Table['name']): Table['name'] {
  return like.schema === undefined ? { name: name.name } : name;
}
