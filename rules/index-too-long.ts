import {
  code,
  codeList,
  defineRule,
  findColumn,
  findTable,
  isAtLeast,
  keyBytes,
  serverText,
  subjectOf,
} from '../src/engine/rule.js';

/** InnoDB: bytes of a key in all, and of one column in the older row formats. Source: manual, InnoDB Limits. */
const LIMIT = 3072;
const OLD_LIMIT = 767;

export const indexTooLong = defineRule({
  id: 'index-too-long',
  summary: 'An index over columns that are longer than a key may be',
  question: 'How do I index a long column?',
  dialects: ['mysql', 'mariadb'],
  severity: 'blocker',
  supersedes: [
    'statement-refused',
    'index-build-blocks',
    'table-copied',
    'table-blocked',
    'algorithm-clause',
  ],
  on: ['addIndex', 'addConstraint'],
  check({ operation, after, server, isRollback }) {
    const index =
      operation.kind === 'addIndex'
        ? operation.index
        : operation.constraint.kind === 'primary-key' || operation.constraint.kind === 'unique'
          ? operation.constraint.index
          : undefined;
    const table = findTable(after, operation.table);
    if (isRollback || !index || table?.engine !== 'innodb' || table.uncertain.length > 0) return undefined;
    if ((index.method ?? 'btree') !== 'btree') return undefined;
    const isOld = table.rowFormat === 'compact' || table.rowFormat === 'redundant';
    const most = isOld ? OLD_LIMIT : LIMIT;
    const isKey = operation.kind === 'addConstraint' || index.unique;
    // MariaDB keeps a long UNIQUE key by a hash of its values, unless it is told USING BTREE. Source: executed on 10.11, 11.8.
    const isPrimary = operation.kind === 'addConstraint' && operation.constraint.kind === 'primary-key';
    const mayHash = server.dialect === 'mariadb' && isAtLeast(server, 10, 4, 3);
    if (mayHash && isKey && !isPrimary && index.method === undefined) return undefined;
    // MariaDB indexes the beginning of a long column where the index need not be unique.
    const isCut = server.dialect === 'mariadb' && !isKey;
    const sizes = index.parts.map((part) => {
      const column = part.column === undefined ? undefined : findColumn(table, part.column);
      const bytes = column ? keyBytes(column, part.prefix) : 0;
      return isCut ? Math.min(bytes, most) : bytes;
    });
    const whole = sizes.reduce((sum, bytes) => sum + bytes, 0);
    const longest = Math.max(...sizes);
    if (whole <= LIMIT && longest <= most) return undefined;
    const [bytes, limit] = whole > LIMIT ? [whole, LIMIT] : [longest, most];
    const columns = index.parts.flatMap(({ column }) => column ?? []);
    const subject = subjectOf(operation.table, index.name);
    return {
      subject,
      headline: `Index over ${codeList(columns)} is too long: ${String(bytes)} bytes, ${String(limit)} are allowed`,
      message: `${serverText(server)} reckons a column with its whole length times the bytes of its longest character (four in ${code('utf8mb4')}), and refuses a key of more than ${String(limit)} bytes${isOld ? ` a column in the row format ${table.rowFormat ?? ''}` : ''} with error 1071. What the file did before this line stays.`,
      remedy: `Index the beginning of the long column, as in ${code(`${columns[sizes.indexOf(longest)] ?? ''}(191)`)}, or make the column shorter. A prefix cannot keep whole values unique.`,
    };
  },
});
