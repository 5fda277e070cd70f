/** What rules are about, in the order of the lists, and the beginnings of the ids that belong there. */
const TOPICS: readonly (readonly [title: string, beginnings: readonly string[]])[] = [
  [
    'Columns and types',
    [
      'auto-increment-',
      'charset-',
      'collation-',
      'column-',
      'columns-',
      'default-',
      'domain-',
      'enum-',
      'generated-column-',
      'not-null-',
      'row-size-',
      'sequence-',
      'type-',
      'varchar-',
    ],
  ],
  ['Indexes and keys', ['fulltext-', 'index-', 'primary-key-', 'reindex-', 'unique-']],
  ['Foreign keys and checks', ['check-', 'constraint-', 'foreign-key-', 'references-', 'validation-']],
  [
    'Tables, partitions and views',
    [
      'dependent-object-',
      'dropped-with-cascade',
      'engine-not-transactional',
      'large-table-',
      'materialized-view-',
      'partition-',
      'row-security-',
      'schema-',
      'table-',
      'tablespace-',
    ],
  ],
  ['Rows', ['backfill-', 'backup-', 'insert-', 'on-update-timestamp-', 'rows-', 'statistics-', 'triggers-']],
  [
    'Locks and transactions',
    [
      'algorithm-',
      'ddl-',
      'hot-tables-',
      'instant-',
      'lock-',
      'online-log-',
      'tables-locked-',
      'transaction-',
    ],
  ],
  [
    'Replication and tools',
    [
      'binlog-',
      'event-on-replica',
      'gtid-',
      'replica-',
      'runner-',
      'statement-unsafe-for-binlog',
      'temporary-table-',
      'two-writers-',
    ],
  ],
  [
    'Migrations and wording',
    [
      'code-in-database',
      'down-',
      'migration-',
      'name-',
      'squash-',
      'statement-refused',
      'syntax-',
      'version-',
    ],
  ],
];

const GAPS = 'What could not be judged';

/** Rules that are about the same kind of thing. */
export interface Topic<T> {
  readonly title: string;
  readonly entries: readonly T[];
}

/**
 * Rules and gaps by what they are about, in the order of TOPICS, gaps last. Throws for a rule whose id begins like none:
 * a topic has to be given to it here.
 */
export function byTopic<T extends { readonly id: string }>(
  entries: readonly T[],
  isGap: (entry: T) => boolean,
): readonly Topic<T>[] {
  const titled = entries.map((entry) => ({ entry, title: isGap(entry) ? GAPS : titleOf(entry.id) }));
  return [...TOPICS.map(([title]) => title), GAPS].flatMap((title) => {
    const own = titled.filter((one) => one.title === title).map(({ entry }) => entry);
    return own.length === 0 ? [] : [{ title, entries: own }];
  });
}

function titleOf(id: string): string {
  const found = TOPICS.find(([, beginnings]) => beginnings.some((beginning) => id.startsWith(beginning)));
  if (!found)
    throw new Error(`The rule ${id} belongs to no topic: src/web/topics.ts lists their beginnings.`);
  return found[0];
}
