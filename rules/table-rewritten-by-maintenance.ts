import {
  code,
  defineRule,
  lockedWork,
  serverText,
  shellWord,
  sqlNameOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

type Maintenance = Change<
  'rebuildTable' | 'setLogged' | 'setTableOption' | 'setTableAttribute' | 'administer'
>;

export const tableRewrittenByMaintenance = defineRule({
  id: 'table-rewritten-by-maintenance',
  summary:
    'VACUUM FULL, CLUSTER, SET LOGGED, SET TABLESPACE or SET ACCESS METHOD copies the table under lock',
  question: 'How do I give space back or move a table without locking it?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['rebuildTable', 'setLogged', 'setTableOption', 'setTableAttribute', 'administer'],
  check(change) {
    const { operation, impact, statement, server, isNew } = change;
    if (operation.kind === 'administer') {
      const whole = statement.impact.statement;
      const isRefused = whole.kind === 'undecided' || whole.impact.refused !== undefined;
      if (impact.kind === 'undecided' || isRefused || impact.impact.work !== 'rebuild') return undefined;
      const what = code(operation.what.toUpperCase());
      return {
        subject: 'database',
        headline: `${what} copies one table after the other while nobody gets at it`,
        message: `Without a table ${what} goes through the whole database: ${serverText(server)} holds an ACCESS EXCLUSIVE lock on each table while it copies it, and every read and write of it waits.`,
        remedy: REPACK,
      };
    }
    const work = lockedWork({ operation, impact, statement, isNew });
    const words = work?.impact.work === 'rebuild' ? wordsOf(change) : undefined;
    if (!words) return undefined;
    const name = code(subjectOf(operation.table));
    return {
      subject: subjectOf(operation.table),
      headline: `Every read and write of ${name} waits while ${words.what} copies it`,
      message: `${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${name} while ${words.what} copies the whole table${words.indexes}. Every read and write waits until that is done, and the disk holds the table twice.`,
      remedy: words.tool === undefined ? words.remedy : REPACK,
      recipe:
        words.tool === undefined
          ? []
          : [
              {
                kind: 'command',
                title:
                  'Copy the table beside the traffic, with a short lock at the end; it needs a primary key',
                text: `pg_repack ${words.tool}--table=${shellWord(sqlNameOf(change.server, operation.table))} DATABASE`,
              },
            ],
    };
  },
});

const REPACK =
  'This is maintenance, not a change of the schema: take it out of the migrations. The extension pg_repack does the same beside the traffic; PostgreSQL 19 has REPACK (CONCURRENTLY).';

const ALL = ' and builds all its indexes';

function wordsOf({ operation }: Maintenance) {
  switch (operation.kind) {
    case 'rebuildTable':
      return operation.how === 'cluster'
        ? { what: 'CLUSTER', indexes: ALL, tool: '', remedy: '' }
        : { what: 'VACUUM FULL', indexes: ALL, tool: '--no-order ', remedy: '' };
    case 'setTableOption':
      return {
        what: 'SET TABLESPACE',
        indexes: '',
        tool: `--no-order --tablespace=${shellWord(operation.value)} `,
        remedy: '',
      };
    case 'setLogged':
      return {
        what: operation.logged ? 'SET LOGGED' : 'SET UNLOGGED',
        indexes: ALL,
        tool: undefined,
        remedy: operation.logged
          ? 'Create a logged table beside it, copy the rows in batches, and swap the names; or run this in a window without traffic.'
          : 'Leave the table logged: an unlogged one is emptied by a crash and is missing on every replica. Where that is wanted, create an unlogged table beside it and swap the names.',
      };
    case 'setTableAttribute':
      return {
        what: 'SET ACCESS METHOD',
        indexes: ALL,
        tool: undefined,
        remedy:
          'Create a table with the access method beside it, copy the rows in batches, and swap the names; or run this in a window without traffic.',
      };
    case 'administer':
      return undefined;
  }
}
