import { code, defineRule, isAtLeast, lookUp, subjectOf } from '../src/engine/rule.js';
import type { OperationOf, ServerVersion } from '../src/engine/rule.js';

type DataType = OperationOf<'addColumn'>['column']['type'];

export const typeUnwise = defineRule({
  id: 'type-unwise',
  summary: 'A new column of a type that is often regretted: floats for money, TIMESTAMP, char, json',
  question: 'Which type should money, time, text and JSON have?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['addColumn'],
  check({ operation, server, isRollback }) {
    const { column, table } = operation;
    const advice = adviceOn(column.type, column.name, server);
    if (isRollback || !advice) return undefined;
    const subject = subjectOf(table, column.name);
    return {
      subject,
      headline: `${code(subject)} is ${code(column.type.text)}: ${advice.short}`,
      message: advice.long,
      remedy: advice.remedy,
    };
  },
});

interface Advice {
  readonly short: string;
  readonly long: string;
  readonly remedy: string;
}

const MONEY = /price|amount|total|balance|cost|fee|tax|salary|money/i;
const FLOAT = /^(?:float|double|real|float4|float8|double precision)$/;

function adviceOn({ name }: DataType, column: string, server: ServerVersion): Advice | undefined {
  if (FLOAT.test(name) && MONEY.test(column)) {
    return {
      short: 'sums of money come out wrong',
      long: 'A binary float holds 0.1 as the nearest fraction of powers of two. Sums drift by cents, and an equality that should hold does not.',
      remedy: 'Use DECIMAL with the digits that the currency needs, or whole cents in a BIGINT.',
    };
  }
  if (server.dialect === 'postgres') return lookUp(POSTGRES, name);
  if (name !== 'timestamp') return undefined;
  return server.dialect === 'mariadb' && isAtLeast(server, 11, 5) ? TIMESTAMP_TO_2106 : TIMESTAMP;
}

const TIMESTAMP: Advice = {
  short: 'it ends on 19 January 2038',
  long: 'TIMESTAMP holds seconds of 32 bits since 1970, and converts between UTC and the time zone of each session. A date behind 2038-01-19 is refused.',
  remedy: 'Use DATETIME with times in UTC.',
};

const TIMESTAMP_TO_2106: Advice = {
  short: 'each session reads it in its own time zone',
  long: 'TIMESTAMP is converted between UTC and the time zone of each session, so that two sessions read two times from one value. A date behind 2106-02-07 is refused, and before MariaDB 11.5 one behind 2038-01-19.',
  remedy: 'Use DATETIME with times in UTC.',
};

const POSTGRES: Readonly<Record<string, Advice>> = {
  timestamp: {
    short: 'it does not know which moment it means',
    long: 'timestamp without time zone keeps the clock as written, not the moment: sessions in two time zones read two moments from one value.',
    remedy: 'Use timestamptz: eight bytes as well, and always a moment.',
  },
  json: {
    short: 'no equality, no index',
    long: 'json keeps the text as it is: DISTINCT, GROUP BY and UNION fail on it, and each access parses the text again.',
    remedy: 'Use jsonb.',
  },
  char: {
    short: 'padded with blanks, and no faster',
    long: 'char(n) is filled up with blanks, which some comparisons see and others do not; PostgreSQL gains nothing from it.',
    remedy: 'Use text, with a CHECK on its length where that matters.',
  },
  money: {
    short: 'its meaning hangs on a setting of the server',
    long: 'money is printed and rounded as lc_monetary says: a dump that is restored under another setting holds other amounts.',
    remedy: 'Use numeric, and a column for the currency.',
  },
};
