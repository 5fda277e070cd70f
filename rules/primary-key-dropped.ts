import {
  code,
  codeList,
  defineRule,
  findTable,
  isAtStake,
  primaryKeyOf,
  subjectOf,
} from '../src/engine/rule.js';
import type { Change } from '../src/engine/rule.js';

export const primaryKeyDropped = defineRule({
  id: 'primary-key-dropped',
  summary: 'A table loses its primary key, or what replication finds its rows by',
  question: 'What does a table without a primary key cost, and how is one replaced?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  supersedes: ['dropped-with-cascade'],
  on: ['dropConstraint', 'setTableAttribute'],
  check(change) {
    const { operation, table, end, server } = change;
    const ref = operation.table;
    if (!isAtStake(change, ref)) return undefined;
    if (operation.kind === 'setTableAttribute') return withoutIdentity({ ...change, operation });
    const known = table(ref);
    const key = known && primaryKeyOf(known);
    const isPrimary =
      operation.constraintKind === 'primary-key' ||
      (operation.name !== undefined && key?.constraint === operation.name);
    const left = findTable(end, ref);
    // Dropped and added again, or the table goes as a whole: other rules speak of that.
    if (!isPrimary || !left || primaryKeyOf(left)) return undefined;

    const name = subjectOf(ref);
    const columns = key?.parts.flatMap(({ column }) => column ?? []) ?? [];
    const unique =
      columns.length > 0 ? ` Nothing keeps two rows from the same ${codeList(columns)} any more.` : '';
    return {
      subject: name,
      headline: `${code(name)} is left without a primary key`,
      message: `${unique.trim()} ${server.dialect === 'postgres' ? POSTGRES : MYSQL}`.trim(),
      remedy:
        server.dialect === 'postgres'
          ? `Build the unique index of the new key first, CONCURRENTLY and over NOT NULL columns; then drop the old key and ${code('ADD PRIMARY KEY USING INDEX')} in one ALTER TABLE.`
          : `Replace the key in the same statement: ${code('DROP PRIMARY KEY, ADD PRIMARY KEY (…)')}.`,
    };
  },
});

const MYSQL =
  'Row-based replication then searches the whole table for each changed row, so that a large UPDATE or DELETE stops the replicas; gh-ost, pt-online-schema-change and Group Replication refuse the table.';

const POSTGRES =
  'Where the table is published, each UPDATE and DELETE fails from then on (`55000`: no replica identity), and `ON CONFLICT` on the key fails with `42P10`.';

function withoutIdentity({ operation }: Change<'setTableAttribute'>) {
  if (operation.attribute !== 'replica-identity' || operation.value !== 'nothing') return undefined;
  const name = subjectOf(operation.table);
  return {
    subject: name,
    headline: `${code(name)}: UPDATE and DELETE fail where the table is published`,
    message: `With REPLICA IDENTITY NOTHING the log does not say which row was changed. Where a publication holds ${code(name)}, each UPDATE and DELETE of running code fails from that moment (${code('55000')}).`,
    remedy: `Keep the default (the primary key), or name a unique index over NOT NULL columns: ${code('REPLICA IDENTITY USING INDEX')}. To stop replicating the table, take it out of the publication.`,
  };
}
