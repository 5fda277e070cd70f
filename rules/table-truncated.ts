import {
  code,
  codeList,
  defineRule,
  isAtStake,
  sqlNameOf,
  subjectOf,
  tableDump,
  tablesReferencing,
} from '../src/engine/rule.js';

export const tableTruncated = defineRule({
  id: 'table-truncated',
  summary: 'Every row of a table is deleted by TRUNCATE',
  question: 'What should I make sure of before TRUNCATE?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: ['dropped-with-cascade'],
  on: ['truncateTable'],
  check(change) {
    const { operation, server, before } = change;
    const ref = operation.table;
    if (!isAtStake(change, ref)) return undefined;
    const name = subjectOf(ref);
    const referencing = operation.cascade ? tablesReferencing(before, ref) : [];
    const alone =
      server.dialect === 'postgres'
        ? 'Nobody can read the table meanwhile, and no DELETE trigger fires'
        : 'It commits by itself, resets AUTO_INCREMENT to 1, and no DELETE trigger fires';
    return {
      subject: name,
      headline: `TRUNCATE deletes all rows of ${code(name)}${referencing.length > 0 ? ` and of ${codeList(referencing)}` : ''}`,
      message: `Every row of ${code(name)} is lost, not only what somebody looked at. ${alone}.${referencing.length > 0 ? ` CASCADE goes on with the tables that reference it: ${codeList(referencing)}, and with those that reference them.` : ''} Running code finds an empty table from that moment.`,
      remedy:
        'Delete the rows that are meant, by a WHERE over the primary key, some thousand at a time. To start anew with an empty table, create it beside this one under another name, switch the code, and keep the old one for a release.',
      recipe: [
        {
          kind: 'query',
          title: 'See what would be lost',
          text: `SELECT COUNT(*) FROM ${sqlNameOf(server, ref)};`,
        },
        tableDump(server, ref),
      ],
    };
  },
});
