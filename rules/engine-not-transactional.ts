import { code, defineRule, lookUp, subjectOf } from '../src/engine/rule.js';

export const engineNotTransactional = defineRule({
  id: 'engine-not-transactional',
  summary: 'A table in a storage engine without transactions',
  question: 'What do I lose with a storage engine without transactions?',
  dialects: ['mysql', 'mariadb'],
  severity: 'warning',
  on: ['createTable', 'setTableOption'],
  check({ operation, server, isRollback }) {
    if (isRollback || (operation.kind === 'createTable' && operation.temporary)) return undefined;
    const written =
      operation.kind === 'createTable'
        ? operation.options['engine']
        : operation.option === 'engine'
          ? operation.value
          : undefined;
    const engine = written?.toLowerCase() ?? '';
    const harm = lookUp(HARMS, engine);
    if (written === undefined || harm === undefined) return undefined;
    const subject = subjectOf(operation.table);
    return {
      subject,
      headline: `${code(subject)} is ${written}: ${harm.short}`,
      message: `${harm.long} ROLLBACK leaves what a transaction has written there, so that a failed one is half done; ${server.dialect === 'mysql' ? 'MySQL refuses a transaction that writes this table and an InnoDB one where GTIDs are on (error 1785).' : 'replicas keep that half too.'}`,
      remedy: `Leave ENGINE away or write ${code('ENGINE=InnoDB')}.`,
    };
  },
});

const LOCKS = {
  short: 'every write locks the whole table, and a crash loses rows',
  long: 'One writer locks the whole table and keeps readers out. After a crash the table has to be repaired, and rows may be gone.',
};

/** What the table loses, by engine, lower case. */
const HARMS: Readonly<Record<string, { readonly short: string; readonly long: string }>> = {
  myisam: LOCKS,
  aria: {
    short: 'every write locks the whole table',
    long: 'One writer locks the whole table and keeps readers out; it survives a crash, not a ROLLBACK.',
  },
  memory: {
    short: 'a restart empties it',
    long: 'A restart of the server empties the table, and replicas are told to empty theirs. Every write locks the whole table.',
  },
  heap: {
    short: 'a restart empties it',
    long: 'A restart of the server empties the table, and replicas are told to empty theirs. Every write locks the whole table.',
  },
  csv: {
    short: 'it has no index and no transaction',
    long: 'The table is a text file without any index: each query reads all of it.',
  },
  archive: {
    short: 'rows can be added, never changed',
    long: 'Rows can be added and read, not updated or deleted, and there is no index but one on AUTO_INCREMENT.',
  },
  merge: LOCKS,
  mrg_myisam: LOCKS,
  blackhole: {
    short: 'it keeps no row',
    long: 'The server throws every row away; only the binary log sees it.',
  },
};
