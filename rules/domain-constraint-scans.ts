import {
  code,
  codeList,
  defineRule,
  lockedWork,
  serverText,
  sqlNameOf,
  subjectOf,
  tableNames,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const domainConstraintScans = defineRule({
  id: 'domain-constraint-scans',
  summary: 'A constraint of a domain is checked in every row of every table that uses the domain',
  question: 'How do I add a constraint to a domain without locking its tables?',
  dialects: ['postgres'],
  severity: 'blocker',
  scale: 'size',
  on: ['addColumn', 'alterDomain'],
  check(change) {
    const { operation } = change;
    return operation.kind === 'addColumn'
      ? ofColumn({ ...change, operation })
      : ofDomain({ ...change, operation });
  },
});

function ofColumn(change: Change<'addColumn'>) {
  const { operation, server } = change;
  const work = lockedWork(change);
  if (work?.cause !== 'add-column-checked-domain') return undefined;
  const { table, column } = operation;
  const name = code(subjectOf(table));
  return {
    subject: subjectOf(table, column.name),
    headline: `Every read and write of ${name} waits while the domain of ${code(column.name)} rewrites it`,
    message: `${code(column.type.text)} is a domain with a constraint, so ${serverText(server)} holds an ACCESS EXCLUSIVE lock on ${name} and rewrites the whole table, even where the column has no default. Every read and write waits until that is done.`,
    remedy: `Give the column the type under the domain, which is instant, and the rule of the domain as a CHECK of the table: ADD CONSTRAINT … NOT VALID on ${code(sqlNameOf(server, table))}, then VALIDATE CONSTRAINT in a later transaction.`,
  };
}

function ofDomain({ operation, impact, isNew, server, before }: Change<'alterDomain'>) {
  if (impact.kind === 'undecided' || impact.impact.refused || impact.impact.work !== 'scan') return undefined;
  const tables = impact.impact.scans.filter((table) => !isNew(table));
  if (tables.length === 0) return undefined;
  const names = codeList(tableNames(before, tables));
  const domain = code(subjectOf(operation.domain));
  const isAdd = operation.action === 'add-check' || operation.action === 'set-not-null';
  return {
    subject: subjectOf(operation.domain),
    headline: `Every write to ${names} waits while the domain is checked`,
    message: `${serverText(server)} holds a SHARE lock on ${names}, whose columns use ${domain}, and reads them from end to end: reads go on, every write waits until all of them are done.`,
    remedy: isAdd
      ? `Add the CHECK to the domain with NOT VALID, which checks new values only and reads nothing. VALIDATE on a domain would keep writers out in the same way: prove the old rows per table, with ALTER TABLE … ADD CHECK … NOT VALID and VALIDATE CONSTRAINT, which lets writes go on.`
      : `Leave ${code(operation.constraint ?? 'the constraint')} NOT VALID: new values obey it anyway. Prove the old rows per table, with ALTER TABLE … ADD CHECK … NOT VALID and VALIDATE CONSTRAINT, which lets writes go on.`,
    table: tables[0],
    replacement:
      operation.action === 'add-check' ? ({ kind: 'append', text: ' NOT VALID' } as const) : undefined,
  };
}
