import type { Impact } from '../impact/impact.js';
import { readable } from './words.js';

type Refused = NonNullable<Impact['refused']>;

/** What a refusal comes from, and how to write the statement so that the server takes it. */
export interface RefusalWords {
  /** Behind "fails:" in a headline; no full stop. */
  readonly why: string;
  readonly remedy: string;
  /** It rests on what the history does or does not show; somebody may have made or dropped the object by hand. */
  readonly isDrift?: true | undefined;
}

interface Row extends RefusalWords {
  /** Error numbers of MySQL and MariaDB, SQLSTATEs of PostgreSQL. */
  readonly codes: readonly string[];
  /** Where one code has several causes: what the impact's reason says. */
  readonly reason?: RegExp;
}

const DRIFT =
  'Where production differs from what the migrations build, somebody has changed it by hand: bring that change into a migration first.';

/** The first row that fits counts. */
const ROWS: readonly Row[] = [
  {
    codes: ['1072'],
    reason: /needs column/,
    why: 'a unique key needs the column',
    remedy: 'Drop the key, or make it anew over the columns that stay, in the same statement.',
  },
  {
    codes: ['1054'],
    reason: /generated column/i,
    why: 'a generated column depends on it',
    remedy: 'Drop the generated column, or give it another expression, in the same statement.',
  },
  {
    codes: ['1054', '1072', '1091', '1176', '3734', '3821', '3940', '42703'],
    why: 'what it names is not there',
    remedy: `Compare the name with what the migrations before it leave. ${DRIFT}`,
    isDrift: true,
  },
  {
    codes: ['42704'],
    reason: /has no primary key/,
    why: 'the referenced table has no primary key',
    remedy: 'Name the referenced columns behind the table, and give them a unique index first.',
  },
  {
    codes: ['42704'],
    why: 'what it names is not there',
    remedy: `Compare the name with what the migrations before it leave. ${DRIFT}`,
    isDrift: true,
  },
  {
    codes: ['1068', '42P16'],
    reason: /primary key already/,
    why: 'there is a primary key already',
    remedy: 'Drop the old key in the same statement, or make the new one UNIQUE.',
  },
  {
    codes: ['1060'],
    reason: /^The index names/,
    why: 'the index names a column twice',
    remedy: 'Leave the second one out.',
  },
  {
    codes: ['1060', '1061', '1517', '1826', '3822', '42701', '42P07'],
    why: 'there is one of that name already',
    remedy: `Take another name, or leave the statement out when the one that is there will do. ${DRIFT}`,
    isDrift: true,
  },
  {
    codes: ['1005'],
    reason: /already/,
    why: 'there is one of that name already',
    remedy: `Take another name, or leave the statement out when the one that is there will do. ${DRIFT}`,
    isDrift: true,
  },
  {
    codes: ['1005', '3780'],
    reason: /differ in type/,
    why: 'the two columns differ in type',
    remedy:
      'Give the referencing column the type of the referenced one: the same integer with the same sign, or the same character set and collation.',
  },
  {
    codes: ['1005', '1822', '6125', '42830'],
    why: 'no unique key covers the referenced columns',
    remedy:
      'Create a unique index over exactly the referenced columns in a migration before this one, or refer to the primary key.',
  },
  {
    codes: ['3780', '1832', '1833'],
    why: 'a foreign key ties the type',
    remedy:
      'Drop the foreign key, change the type on both sides, and add the key again; until then nothing keeps orphans out.',
  },
  {
    codes: ['1828', '1829', '1553'],
    why: 'a foreign key needs it',
    remedy:
      'Drop the foreign key first; for an index, create one that begins with the same columns in the same statement.',
  },
  {
    codes: ['1005'],
    reason: /to NULL/,
    why: 'a foreign key would set a NOT NULL column to NULL',
    remedy: 'Let the foreign key restrict or cascade instead of SET NULL, or leave the column nullable.',
  },
  {
    codes: ['1830'],
    why: 'a foreign key sets the column to NULL',
    remedy: 'Let the foreign key restrict or cascade instead of SET NULL, or leave the column nullable.',
  },
  {
    codes: ['3776', '1217', '1506'],
    why: 'foreign keys forbid it',
    remedy: 'Drop the foreign keys of and to the table first, or leave the table as it is.',
  },
  {
    codes: ['3108', '3837', '3959'],
    why: 'something in the table depends on the column',
    remedy:
      'Drop what depends on the column in the same statement, and make it anew where it is still wanted.',
  },
  {
    codes: ['3106', '1907'],
    why: 'a generated column keeps its kind',
    remedy:
      'Add a new column of the kind wanted, move the readers, and drop the old one in a later migration.',
  },
  {
    codes: ['1067', '1101'],
    why: 'the default does not fit the type',
    remedy:
      'Correct the default. A TEXT, BLOB or JSON column takes one only as an expression in parentheses, on MySQL 8.0.13 and later.',
  },
  {
    codes: ['1291'],
    why: 'the list has a value twice',
    remedy: 'Leave the second one out; values that differ only in case are the same to most collations.',
  },
  {
    codes: ['1074', '1071', '1170', '1709'],
    why: 'the column is too long for it',
    remedy: 'Index a prefix of the column, or make the column shorter; a longer text is a TEXT column.',
  },
  {
    codes: ['1283', '1687', '1210', '1214', '1796', '3152', '6134'],
    why: 'the column or table takes no index of that kind',
    remedy: 'Index columns of the type that this kind of index takes, or create an ordinary index.',
  },
  {
    codes: ['1795'],
    why: 'InnoDB builds one FULLTEXT index at a time',
    remedy: 'Write one ALTER TABLE for each FULLTEXT index.',
  },
  {
    codes: ['1075'],
    why: 'AUTO_INCREMENT needs an index of its own',
    remedy:
      'Give the column an index that begins with it, and take AUTO_INCREMENT from the other column first.',
  },
  {
    codes: ['1503', '0A000'],
    reason: /partition key|partitioned by/,
    why: 'the key lacks the partition key',
    remedy:
      'Add the columns of the partition key to the unique key; uniqueness without them only holds inside a partition.',
  },
  {
    codes: ['1492', '1505', '1507', '1508', '1509', '1511', '1512', '1735'],
    why: 'the table is not partitioned like that',
    remedy: `Compare it with the partitions that the migrations before it leave. ${DRIFT}`,
    isDrift: true,
  },
  {
    codes: ['1178', '1163'],
    why: 'the storage engine cannot do it',
    remedy:
      'Leave the table on InnoDB, or change the columns and indexes that the engine does not take first.',
  },
  {
    codes: ['4078'],
    why: 'there is no conversion between the types',
    remedy: 'Add a column of the new type, fill it with a conversion of your own, and switch over.',
  },
  {
    codes: ['1118'],
    why: 'the row is too long',
    remedy: 'Make long columns TEXT, or shorter.',
  },
  {
    codes: ['4124'],
    why: 'the table keeps no history',
    remedy: 'Write ADD SYSTEM VERSIONING first, or leave it out.',
  },
  {
    codes: ['1731'],
    why: 'the two tables are stored differently',
    remedy:
      'Rebuild both tables first (`ALTER TABLE … FORCE`), outside the deploy, and exchange the partition then.',
  },
  {
    codes: ['4119'],
    why: 'the table keeps its history',
    remedy: 'Write `SET SESSION system_versioning_alter_history = KEEP` before it.',
  },
  {
    codes: ['0A000'],
    reason: /used by the view/,
    why: 'a view uses the column',
    remedy:
      'In one transaction: drop the view, change the column, create the view again with its grants. While that runs nobody reads the view.',
  },
  {
    codes: ['0A000'],
    reason: /generated column/,
    why: 'a generated column uses the column',
    remedy:
      'Drop the generated column, change the type, and add it again; adding a stored one rewrites the table.',
  },
  {
    codes: ['0A000'],
    reason: /used (by a rule|in a (policy|trigger))/,
    why: 'a rule, policy or trigger names the column',
    remedy: 'In one transaction: drop that object, change the column, and create the object again.',
  },
  {
    codes: ['0A000'],
    reason: /truncate/,
    why: 'a foreign key refers to the table',
    remedy:
      'Name the referencing tables in the same TRUNCATE where their rows may go too; otherwise delete the rows in batches. CASCADE empties every table that refers to it, unseen.',
  },
  {
    codes: ['0A000'],
    reason: /uses the type/,
    why: 'a column of that type exists',
    remedy: 'Make a new type, add a column of it, and move the values over.',
  },
  {
    codes: ['0A000'],
    reason: /concurrently/,
    why: 'CONCURRENTLY does not work on a partitioned table',
    remedy:
      'Create the index ON ONLY the partitioned table, CONCURRENTLY on each partition, and attach each with ALTER INDEX … ATTACH PARTITION. One that is dropped goes without CONCURRENTLY, under a short `lock_timeout`.',
  },
  {
    codes: ['0A000', '42809', '55000'],
    reason: /USING INDEX|unique index$|is not a unique|partial index|contains expressions|constraint already/,
    why: 'the index cannot become a constraint',
    remedy:
      'Use a unique index over whole columns, without WHERE, expressions or a constraint of its own; on a partitioned table add the constraint without USING INDEX.',
  },
  {
    codes: ['55000'],
    reason: /refresh/,
    why: 'the materialized view has no unique index',
    remedy:
      'Create a unique index over whole columns of the materialized view, without WHERE, in a migration before this one.',
  },
  {
    codes: ['55000'],
    reason: /default partition/,
    why: 'there is a default partition',
    remedy:
      'Detach without CONCURRENTLY, under a short `lock_timeout`; or move the rows of the default partition and detach that one first.',
  },
  {
    codes: ['55000'],
    reason: /NULL|identity/i,
    why: 'the column accepts NULL',
    remedy: 'Make the column NOT NULL in a migration before this one: an identity column must be.',
  },
  {
    codes: ['2BP01'],
    why: 'something depends on it',
    remedy:
      'Drop or change what is named there first, in the same migration. CASCADE would take it along, and everything behind it, unseen.',
  },
  {
    codes: ['42804'],
    reason: /cast automatically/,
    why: 'there is no automatic cast',
    remedy:
      'Say how the values are converted with USING. That rewrites the table: on one with many rows add a new column, fill it in batches, and switch.',
  },
  {
    codes: ['42804'],
    why: 'the types cannot be compared',
    remedy: 'Give the referencing column the type of the referenced one.',
  },
  {
    codes: ['42P16'],
    reason: /view's column/,
    why: 'it drops or renames a column of the view',
    remedy:
      'CREATE OR REPLACE VIEW only adds columns at the end. Keep the old ones in their order, or drop and create the view in one transaction, with its grants.',
  },
  {
    codes: ['42P16'],
    reason: /partition key/,
    why: 'the column is part of the partition key',
    remedy: 'Create a table that is partitioned as wanted, copy the rows in batches, and switch over.',
  },
  {
    codes: ['42P16', '42809'],
    reason: /inherited|partition/i,
    why: 'the parent decides about it',
    remedy: 'Change the partitioned or parent table, without ONLY: its partitions and children follow.',
  },
  {
    codes: ['42P16'],
    reason: /primary key/,
    why: 'the column is in the primary key',
    remedy: 'Leave the column NOT NULL, or drop the primary key first.',
  },
];

const UNKNOWN: RefusalWords = {
  why: 'the server refuses it',
  remedy: 'Write the change in a form that the server takes.',
};

/** Words for a refusal that a fact of the impact names. */
export function refusalWords({ code, reason }: Refused): RefusalWords {
  return ROWS.find((row) => row.codes.includes(code) && (row.reason?.test(reason) ?? true)) ?? UNKNOWN;
}

/** The reason as a sentence for people: without what could break out of it, and of bearable length. */
export function refusalReason({ reason }: Refused): string {
  return readable(reason);
}
