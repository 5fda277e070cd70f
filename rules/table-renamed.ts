import {
  code,
  codeList,
  defineRule,
  findTable,
  findView,
  isAtStake,
  isSameTable,
  sqlNameOf,
  subjectOf,
  viewsMentioning,
} from '../src/engine/rule.js';
import type { Change, Detection, ObjectName } from '../src/engine/rule.js';

export const tableRenamed = defineRule({
  id: 'table-renamed',
  summary: 'A table gets another name, which running code does not know',
  question: 'How do I rename a table without breaking running code?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  on: ['renameTable', 'setSchema'],
  check(change) {
    const { operation, server, before, after, end } = change;
    const from = operation.table;
    if (!isAtStake(change, from)) return undefined;
    const to: ObjectName =
      operation.kind === 'renameTable' ? operation.to : { schema: operation.schema, name: from.name };
    if (from.schema === to.schema && from.name.toLowerCase() === to.name.toLowerCase()) return undefined;
    // A view under the old name keeps the old code going.
    if (findView(end, from)) return undefined;
    if (findTable(after, from)) return swapped(change, from);
    // The other half of a swap.
    if (findTable(before, to)) return undefined;
    if (server.dialect !== 'postgres' && findTable(end, from)) return replaced(change, from, to);

    const views = server.dialect === 'postgres' ? [] : viewsMentioning(before, from);
    const [old, now] = [from, to].map((name) => sqlNameOf(server, name));
    const verb = operation.kind === 'setSchema' ? 'SET SCHEMA' : 'RENAME TO';
    return {
      subject: subjectOf(from),
      headline: `${code(subjectOf(from))} is not found by running code once it is ${code(subjectOf(to))}`,
      message: `The rename takes no time for the server. From that moment each statement of the code that still says ${code(subjectOf(from))} fails: the old version during the deploy, jobs, reports, and the version that a rollback brings back.${views.length > 0 ? ` ${codeList(views)} ${views.length > 1 ? 'keep' : 'keeps'} the old name and fails with error 1356.` : ''}`,
      remedy: `Leave a view under the old name in the same file: reads and simple writes go through it. Drop the view when no code says ${code(subjectOf(from))} any more.`,
      recipe: [
        {
          kind: 'migration',
          title: 'Rename, and keep the old name alive as a view',
          text:
            operation.kind === 'renameTable' && server.dialect !== 'postgres'
              ? `RENAME TABLE ${old ?? ''} TO ${now ?? ''};\nCREATE VIEW ${old ?? ''} AS SELECT * FROM ${now ?? ''};`
              : `BEGIN;\nALTER TABLE ${old ?? ''} ${verb} ${sqlNameOf(server, operation.kind === 'setSchema' ? { name: operation.schema } : { name: to.name })};\nCREATE VIEW ${old ?? ''} AS SELECT * FROM ${now ?? ''};\nCOMMIT;`,
          transaction: server.dialect === 'postgres' ? 'none' : undefined,
        },
      ],
    };
  },
});

/** The name is taken over in the same statement: the cut-over of an online change. Nobody misses the name. */
function swapped({ table, after }: Renaming, from: ObjectName) {
  const was = table(from);
  const now = findTable(after, from);
  const lost = was?.columns.filter(({ name }) => !now?.columns.some((one) => one.name === name)) ?? [];
  const name = code(subjectOf(from));
  return {
    subject: subjectOf(from),
    severity: 'warning' as const,
    headline: `${name} is swapped for another table: queries stall meanwhile, and late rows stay behind`,
    message: `The swap needs the exclusive metadata lock of both tables, on the source and again on each replica: every query of ${name} waits behind it for as long as one open transaction holds the table.${lost.length > 0 ? ` The table that takes its place has no ${codeList(lost.map((column) => column.name))}.` : ''} Rows that were written to the old table after the copy are not in the new one, unless triggers or a tool carried them over.`,
    remedy: `Let the tool that copied the rows make the cut-over (gh-ost, pt-online-schema-change): it stops writers, catches up and gives up after a few seconds. By hand, set ${code('lock_wait_timeout')} to some seconds, and compare both tables before the old one is dropped.`,
  };
}

/** A later statement makes a table under the old name: code finds a table again, at first without rows. */
function replaced({ statements, index }: Renaming, from: ObjectName, to: ObjectName): Detection {
  const isFilled = statements
    .slice(index)
    .some(({ operations }) =>
      operations.some((one) => one.kind === 'insert' && one.reads.some((read) => isSameTable(read, to))),
    );
  const name = code(subjectOf(from));
  return {
    subject: subjectOf(from),
    severity: 'warning',
    headline: `${name} is missing, then empty, until the new table under its name ${isFilled ? 'is filled' : 'has rows'}`,
    message: `From the rename on each statement of running code that says ${name} fails, until the new table is created; from then on it finds a table without rows, and what it writes meets ${isFilled ? 'the rows that are copied behind it' : `none of the rows in ${code(subjectOf(to))}`}. DDL commits by itself: a failure in between leaves it so.`,
    remedy: `Create the new table under another name, copy the rows, and swap both names in one statement: ${code(`RENAME TABLE ${from.name} TO ${to.name}, ${from.name}_new TO ${from.name}`)}.`,
  };
}

type Renaming = Change<'renameTable' | 'setSchema'>;
