import { code, defineRule, serverText, subjectOf } from '../src/engine/rule.js';
import type { Impact } from '../src/engine/rule.js';

export const tableBlocked = defineRule({
  id: 'table-blocked',
  summary: 'A change that keeps writers, or everybody, out of a table for as long as the table takes',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  on: [
    'addColumn',
    'changeColumnType',
    'setColumnNullable',
    'setColumnExpression',
    'changeIdentity',
    'redefineColumn',
    'addIndex',
    'addConstraint',
    'alterConstraint',
    'attachPartition',
    'setLogged',
    'setTableOption',
    'rebuildTable',
  ],
  check({ operation, impact, statement, isNew, server }) {
    const whole = statement.impact.statement;
    if (isNew(operation.table) || impact.kind === 'undecided' || whole.kind === 'undecided') return undefined;
    const { work, blocks } = impact.impact;
    if (whole.impact.refused || work === 'metadata' || work === 'copy' || blocks === 'nobody')
      return undefined;

    const name = code(operation.table.name);
    const who = blocks === 'writes' ? 'every write' : 'every read and write';
    const subject =
      'column' in operation && typeof operation.column === 'string'
        ? subjectOf(operation.table, operation.column)
        : subjectOf(operation.table);
    return {
      subject,
      headline: `${blocks === 'writes' ? 'Every write' : 'Every read and write'} of ${name} waits while the server ${WORK[work]}`,
      message: `${serverText(server)} ${WORK[work]} to make this change, which takes the longer the larger ${name} is; ${who} of it waits until that is done.`,
      remedy: server.dialect === 'postgres' ? POSTGRES_REMEDY : MYSQL_REMEDY,
    };
  },
});

const WORK: Readonly<Record<Impact['work'], string>> = {
  metadata: 'changes the definition',
  scan: 'reads the whole table',
  'index-build': 'builds the index',
  rebuild: 'rewrites the whole table',
  copy: 'copies the whole table',
};

const POSTGRES_REMEDY =
  'Split the change: add constraints with NOT VALID and validate them in a later transaction, build indexes CONCURRENTLY and attach them, and change a type through a new column that is filled in batches.';

const MYSQL_REMEDY =
  'Run the change with an online schema change tool outside the deploy, or in a window without writers.';
