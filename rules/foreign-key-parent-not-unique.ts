import {
  addedForeignKey,
  code,
  codeList,
  defineRule,
  isAtLeast,
  isKeyIgnored,
  referencedColumnsOf,
  SAID_OF_KEYS,
  serverText,
  sqlNameOf,
  columnsSql,
  subjectOf,
} from '../src/engine/rule.js';

export const foreignKeyParentNotUnique = defineRule({
  id: 'foreign-key-parent-not-unique',
  summary: 'A foreign key refers to columns that no unique key covers',
  question: 'Which columns may a foreign key refer to?',
  dialects: ['mysql', 'mariadb', 'postgres'],
  severity: 'blocker',
  supersedes: SAID_OF_KEYS,
  on: ['addConstraint'],
  check(change) {
    const { operation, after, server } = change;
    const added = addedForeignKey(change);
    if (!added?.parent || isKeyIgnored(server, added.key, added.child)) return undefined;
    const { key, parent } = added;
    const columns = referencedColumnsOf(key, parent);
    const isNamed = (at: number, column: string | undefined): boolean =>
      columns[at]?.toLowerCase() === column?.toLowerCase();
    const wanted = columns
      .map((column) => column.toLowerCase())
      .sort()
      .join('\n');
    const isUnique = parent.indexes.some(
      ({ unique, primary, where, parts }) =>
        (unique || primary) &&
        !where &&
        parts
          .map(({ column }) => (column ?? '').toLowerCase())
          .sort()
          .join('\n') === wanted,
    );
    if (isUnique && columns.length > 0) return undefined;
    const isIndexed =
      columns.length > 0 &&
      parent.indexes.some(({ parts }) => columns.every((_, at) => isNamed(at, parts[at]?.column)));
    const isStrict =
      server.dialect === 'postgres' ||
      (server.dialect === 'mysql' &&
        isAtLeast(server, 8, 4) &&
        !/^(0|off)$/i.test(after.session.variables['restrict_fk_on_non_standard_key'] ?? ''));
    const own = subjectOf(operation.table, key.columns.join(', '));
    const target = subjectOf(key.references);
    const which = columns.length > 0 ? codeList(columns) : 'no primary key';
    if (isIndexed && !isStrict) {
      return {
        subject: own,
        severity: 'warning',
        headline: `${which} of ${code(target)} may repeat: which row is the parent?`,
        message: `${which} of ${code(target)} has an index, but no unique one. ${serverText(server)} accepts the key: several rows may be the parent of one child, and deleting one of them cascades or is refused although others remain. MySQL refuses to make such a key from 8.4 on (error 6125), so that these migrations, or a dump, fail there.`,
        remedy: `Refer to the primary key, or make ${which} unique first.`,
      };
    }
    const error = {
      postgres: '42830',
      mariadb: added.isInPlace ? '1822' : '1005 (errno 150)',
      mysql: isStrict ? '6125' : added.isInPlace || server.major >= 8 ? '1822' : '1215',
    }[server.dialect];
    return {
      subject: own,
      headline: `Foreign key fails: nothing makes ${which} of ${code(target)} unique`,
      message: `A foreign key refers to one row. ${code(target)} has no unique key over exactly ${which}, and ${serverText(server)} refuses the statement with error ${code(error)}. The migration stops there.`,
      remedy:
        columns.length > 0
          ? `Refer to the primary key of ${code(target)}, or add UNIQUE ${code(`${sqlNameOf(server, key.references)} ${columnsSql(server, columns)}`)} in a migration before this one.`
          : `Give ${code(target)} a primary key first, or name the columns of a unique key.`,
    };
  },
});
