import {
  backfillSteps,
  code,
  columnDefinitionSql,
  defineRule,
  fillTriggerStep,
  lockedWork,
  ofNewRow,
  quoteName,
  recipeName,
  serverText,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const columnTypeRewrites = defineRule({
  id: 'column-type-rewrites',
  summary: 'A change of type that writes every row and every index of the table anew',
  question: "How do I change a column's type without rewriting the table?",
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['changeColumnType'],
  check(change) {
    const { operation, server, column } = change;
    const work = lockedWork(change);
    const isAssumed = mostlyRewrites(change);
    if (work?.impact.work !== 'rebuild' && !isAssumed) return undefined;
    const subject = subjectOf(operation.table, operation.column);
    const table = code(subjectOf(operation.table));
    const old = column(operation.table, operation.column)?.type.text;
    const from = old === undefined || isAssumed ? '' : ` from ${code(old)}`;
    const isEnum = enumOf(change) !== undefined;
    const known =
      old === undefined
        ? `The history does not show which type ${code(subject)} has.`
        : `${code(subject)} is ${code(old)} as far as the history shows, which holds SQL that may have changed it.`;
    const unless = isAssumed ? `${known} Unless it is ${code(operation.type.text)} already: ` : '';
    return {
      subject,
      severity: isAssumed ? 'warning' : 'blocker',
      headline: `Every read and write of ${table} waits while the server rewrites it`,
      message: `${unless}${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${table} while it turns ${code(subject)}${from} into ${code(operation.type.text)}: it writes every row and every index anew. Every read and write waits until that is done, and the disk holds the table twice.`,
      remedy: isEnum
        ? `A new value needs no new type: ${code(`ALTER TYPE ${operation.type.text} ADD VALUE '…'`)} touches no row. To take values away, put a new column of the new type in the place of this one.`
        : 'Put a new column of the new type in its place: add it, let a trigger fill it for new rows and a command for the old ones, give it the indexes and constraints of the old one, release the code that uses it, then drop the old column in a later pull request.',
      recipe: isEnum ? [] : newColumn(change),
    };
  },
});

/**
 * Types that no other type becomes without a rewrite, whatever a column that the history does not show holds. Source:
 * pg_cast, castmethod = 'b'.
 */
const REWRITTEN_TO: ReadonlySet<string> = new Set(
  'smallint bigint real double boolean uuid json jsonb bytea date'.split(' '),
);

/** True where only a column that has the type already is spared. */
function mostlyRewrites({ operation, impact, isNew }: Change<'changeColumnType'>): boolean {
  const { type, table, using } = operation;
  if (impact.kind !== 'undecided' || isNew(table) || using !== undefined) return false;
  return REWRITTEN_TO.has(type.name.replace(/ .*$/, '')) && !type.arrayDimensions;
}

/** The new type where it is an ENUM. */
function enumOf({ operation, before }: Change<'changeColumnType'>) {
  const found = before.types.find(({ name }) => name.name === operation.type.name);
  return found?.definition.kind === 'enum' && operation.type.schema === undefined ? found : undefined;
}

function newColumn({ operation, server }: Change<'changeColumnType'>) {
  const { table, column, type, collation, using } = operation;
  const name = recipeName(column, 'new');
  const [from, to] = [quoteName(server, column), quoteName(server, name)];
  const isPlain = using === undefined || using.columns.every((one) => one === column);
  const value = using?.text ?? `${from}::${type.text}`;
  const ofRow = ofNewRow(value, new Set([column]));
  if (!isPlain) return [];
  return [
    {
      kind: 'migration' as const,
      title: 'Add the new column, which changes only metadata',
      text: `ALTER TABLE ${sqlNameOf(server, table)} ADD COLUMN ${columnDefinitionSql(server, { name, type, collation })};`,
    },
    fillTriggerStep(server, table, name, ofRow),
    ...backfillSteps(server, table, { column: to, from, value, mayBeNull: using !== undefined }),
  ];
}
