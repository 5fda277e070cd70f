import { withoutOpaque } from '../blank.js';
import type { NameReader } from '../file-name.js';
import type { Layout } from '../layout.js';
import { serverLabel } from '../server-words.js';

const VERSIONED = /^([VUB])(\d+(?:[._]\d+)*)__(.*)$/;
const REPEATABLE = /^R__(.+)$/;

/** hawkbit's habit: "V1_2_3__x___MYSQL". */
const SERVER_AT_END = /___(\w+)$/;

const readFlywayName: NameReader = (path) => {
  const label = path.label ?? serverLabel(SERVER_AT_END.exec(path.stem)?.[1] ?? '');
  const repeatable = REPEATABLE.exec(path.stem)?.[1];
  if (repeatable !== undefined) {
    return { version: repeatable, direction: 'up', label, depth: 1, repeatable: true };
  }
  const [, prefix, version = ''] = VERSIONED.exec(path.stem) ?? [];
  if (prefix === undefined) return undefined;
  return {
    version: version.replaceAll('_', '.'),
    direction: prefix === 'U' ? 'down' : 'up',
    label,
    depth: 1,
    baseline: prefix === 'B',
  };
};

/** Statements that Flyway knows to be impossible in a transaction: it runs a file that has one without. */
const NOT_IN_TRANSACTION =
  /\b(?:(?:create|drop)\s+(?:unique\s+)?index\s+concurrently|reindex|vacuum|(?:create|drop)\s+(?:database|tablespace|subscription)|alter\s+system|discard\s+all)\b/i;

const SETTING = /^[ \t]*executeInTransaction[ \t]*=[ \t]*(true|false)/im;

/** Flyway: one transaction per file where the server has transactional DDL; "V1__x.sql.conf" can say otherwise. */
export const flyway: Layout = {
  id: 'flyway',
  read: readFlywayName,
  order: 'number',
  checksums: 'applied',
  wrapping: ({ text, settings }) => {
    const setting = SETTING.exec(settings)?.[1]?.toLowerCase();
    if (setting !== undefined) return setting === 'true' ? 'transaction' : 'statements';
    return NOT_IN_TRANSACTION.test(withoutOpaque(text)) ? 'statements' : 'transaction';
  },
};
