import {
  causeOf,
  code,
  columnSql,
  defineRule,
  findColumn,
  findTable,
  isOnlyMadeNullable,
  subjectOf,
  tableWork,
  waitWords,
  workSentence,
} from '../src/engine/rule.js';
import type { Change, Column } from '../src/engine/rule.js';

type Redefinition = Change<'redefineColumn'>;

export const columnAttributesReset = defineRule({
  id: 'column-attributes-reset',
  summary: 'MODIFY or CHANGE leaves out what the column has now, which drops it',
  question: 'How do I MODIFY a column without losing what it has?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: ['table-copied', 'table-blocked', 'table-rebuilt', 'algorithm-clause'],
  on: ['redefineColumn'],
  check(change) {
    const { table, definition, column, position } = change.operation;
    const known = change.table(table);
    const before = change.column(table, column);
    const next = findTable(change.after, table);
    const after = next && findColumn(next, definition.name);
    if (!known || !before || !after || before.generated || change.isNew(table)) return undefined;
    const lost = LOSSES.filter((loss) => loss.isLost(before, after, change));
    if (lost.length === 0 || isOnlyMadeNullable(change, before, after) || isDroppedBehind(change))
      return undefined;

    const subject = subjectOf(table, column);
    const names = lost.map(({ name }) => code(name)).join(', ');
    const isCause = lost.some(({ cause }) => cause?.test(causeOf(change.impact) ?? ''));
    const work = isCause ? tableWork(change) : undefined;
    const restored = lost.reduce<Column>((one, { keep }) => ({ ...one, ...keep(before) }), after);
    const head = before.name === after.name ? 'MODIFY COLUMN' : `CHANGE COLUMN \`${before.name}\``;
    return {
      subject,
      severity: severityOf(lost, work?.impact.blocks ?? 'nobody'),
      headline: `${code(subject)} loses its ${names}${work ? `, and the table is ${work.impact.work === 'copy' ? 'copied' : 'rewritten'}: ${waitWords(work.impact)}` : ''}`,
      message: `\`MODIFY\` and \`CHANGE\` restate the whole column; what they leave out is gone. ${lost.map(({ effect }) => effect).join(' ')}${work ? ` And for that alone ${workSentence(change.server, table, work.impact)}` : ''}`,
      remedy: `Repeat all that the column shall keep. Where ${names} shall really go, write that down where the syntax has a word for it (${code('NULL')}, ${code('DEFAULT NULL')}, ${code("COMMENT ''")}), or acknowledge this.`,
      replacement:
        position === undefined
          ? { kind: 'operation', text: `${head} ${columnSql(known, restored)}` }
          : undefined,
    };
  },
});

interface Loss {
  readonly name: string;
  readonly isLost: (before: Column, after: Column, change: Redefinition) => boolean;
  readonly keep: (before: Column) => Partial<Column>;
  readonly effect: string;
  /** What the impact calls it where this is what makes the change dear. */
  readonly cause?: RegExp;
}

const LOSSES: readonly Loss[] = [
  {
    name: 'NOT NULL',
    isLost: (before, after, { operation }) =>
      !before.nullable &&
      after.nullable &&
      operation.definition.nullable === undefined &&
      operation.definition.default?.kind !== 'null',
    keep: () => ({ nullable: false, default: undefined }),
    effect: 'From then on the column takes NULL, and code that never met one does.',
    cause: /^set-nullable|^restate/,
  },
  {
    name: 'DEFAULT',
    isLost: ({ default: old }, { default: next, autoIncrement }, { operation }) =>
      old !== undefined &&
      old.kind !== 'null' &&
      !autoIncrement &&
      operation.definition.default === undefined &&
      (next === undefined || next.kind === 'null'),
    keep: (before) => ({ default: before.default }),
    effect:
      'An INSERT that leaves the column out fails (error 1364), or stores NULL where the column takes it.',
  },
  {
    name: 'AUTO_INCREMENT',
    isLost: (before, after) => before.autoIncrement && !after.autoIncrement,
    keep: () => ({ autoIncrement: true, default: undefined }),
    effect: 'Every INSERT that leaves the id to the server fails from that moment (error 1364).',
    cause: /^drop-auto-increment/,
  },
  {
    name: 'ON UPDATE',
    isLost: (before, after) => before.onUpdate !== undefined && after.onUpdate === undefined,
    keep: (before) => ({ onUpdate: before.onUpdate }),
    effect: 'The column no longer follows updates of the row.',
  },
  {
    name: 'CHARACTER SET',
    isLost: (before, after, change) =>
      isSilent(change) &&
      after.charset !== undefined &&
      before.charset !== undefined &&
      before.charset !== after.charset,
    keep: ({ charset, collation }) => ({ charset, collation }),
    effect:
      "The column takes the table's character set, and text that has no place in that fails or is mangled.",
    cause: /^change-charset|^extend-varchar-across/,
  },
  {
    name: 'COLLATE',
    isLost: (before, after, change) =>
      isSilent(change) && before.charset === after.charset && before.collation !== after.collation,
    keep: ({ collation }) => ({ collation }),
    effect:
      "The column takes the table's collation: values compare and sort otherwise, UNIQUE keys may collide.",
    cause: /^change-collation/,
  },
  {
    name: 'INVISIBLE',
    isLost: (before, after, { operation }) =>
      before.invisible && !after.invisible && operation.definition.invisible === undefined,
    keep: () => ({ invisible: true }),
    effect: 'The column appears in every `SELECT *`.',
  },
  {
    name: 'COMMENT',
    isLost: (before, _, { operation }) =>
      (before.comment ?? '') !== '' && operation.definition.comment === undefined,
    keep: ({ comment }) => ({ comment }),
    effect: 'What the comment says to people and tools is lost.',
  },
];

/** What a column loses on its way out is nobody's. */
function isDroppedBehind({ operation: { table, definition }, statements, index }: Redefinition): boolean {
  return statements
    .slice(index)
    .flatMap(({ operations }) => operations)
    .some(
      (one) =>
        one.kind === 'dropColumn' &&
        one.table.name === table.name &&
        one.column.toLowerCase() === definition.name.toLowerCase(),
    );
}

/** The statement names no character set or collation, for the column or the table. */
function isSilent({ operation, statement }: Redefinition): boolean {
  const { charset, collation, attributes } = operation.definition;
  const elsewhere = statement.operations.some(
    (one) =>
      one.kind === 'convertCharset' ||
      (one.kind === 'setTableOption' && /^(charset|collate)$/.test(one.option)),
  );
  return (
    charset === undefined && collation === undefined && attributes?.['binary'] === undefined && !elsewhere
  );
}

function severityOf(lost: readonly Loss[], blocks: string): 'blocker' | 'warning' | 'advice' {
  if (blocks !== 'nobody' || lost.some(({ name }) => name === 'AUTO_INCREMENT')) return 'blocker';
  return lost.every(({ name }) => name === 'COMMENT') ? 'advice' : 'warning';
}
