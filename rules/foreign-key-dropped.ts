import {
  code,
  codeList,
  defineRule,
  findTable,
  foreignKeysOf,
  isAtStake,
  orphansQuery,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeyDropped = defineRule({
  id: 'foreign-key-dropped',
  summary: 'A foreign key is dropped: nothing refuses rows without a parent any more',
  question: 'What should I make sure of before I drop a foreign key?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'warning',
  supersedes: ['dropped-with-cascade'],
  on: ['dropConstraint'],
  check(change) {
    const { operation, table, end, server } = change;
    const ref = operation.table;
    const known = table(ref);
    const key =
      known && foreignKeysOf(known).find(({ name }) => name.toLowerCase() === operation.name?.toLowerCase());
    if (!key || !isAtStake(change, ref)) return undefined;
    const left = findTable(end, ref);
    const isKept = left && foreignKeysOf(left).some(({ columns }) => columns.join() === key.columns.join());
    const isMoot =
      !left ||
      !findTable(end, key.references) ||
      key.columns.some((name) => !left.columns.some((one) => one.name === name));
    // Added again in another form, or a side of it goes as well.
    if (isKept === true || isMoot) return undefined;

    const subject = subjectOf(ref, key.name);
    const parent = subjectOf(key.references);
    const cascade =
      key.onDelete === 'cascade' || key.onDelete === 'set null'
        ? ` Code that relies on ${code(`ON DELETE ${key.onDelete.toUpperCase()}`)} leaves rows behind with each delete.`
        : ` A delete in ${code(parent)} that was refused so far goes through and leaves rows behind.`;
    return {
      subject,
      headline: `Without ${code(key.name)}, ${code(subjectOf(ref))} may point at rows that do not exist`,
      message: `From now on nothing checks ${codeList(key.columns)} against ${code(parent)}.${cascade} To add the key again later, every row has to be right first.`,
      remedy: `Drop it only after the code checks what the key checked, and say so. If it is dropped to change it, add the new one in the same pull request${server.dialect === 'postgres' ? ' (NOT VALID, then VALIDATE)' : ''}.`,
      recipe:
        key.referencedColumns.length > 0
          ? [
              {
                ...orphansQuery(server, ref, key),
                title: 'Rows without a parent: there are none yet, nothing keeps it so later',
              },
            ]
          : [],
    };
  },
});
