/**
 * This folder holds a schema as immutable data and takes it from statement to statement. It may not parse, and nothing is ever
 * changed in place.
 */
import type { ColumnDefault, DataType, Expression, IndexPart, ReferentialAction } from '../sql/column.js';
import type { Dialect } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { NamedType, PartitionBound, Partitioning } from '../sql/operation.js';
import type { ScriptEntry } from '../sql/statement.js';
import type { PersistentMap, PersistentSet } from './persistent.js';

/** A column as the server holds it: every default that the server fills in is filled in. */
export interface Column {
  readonly name: string;
  readonly type: DataType;
  readonly nullable: boolean;
  readonly default?: ColumnDefault | undefined;
  readonly onUpdate?: Expression | undefined;
  readonly generated?:
    { readonly expression: Expression; readonly storage: 'virtual' | 'stored' } | undefined;
  readonly autoIncrement: boolean;
  readonly identity?: 'always' | 'by-default' | undefined;
  /** Effective character set of a string column, inherited ones included; undefined on others and where it is unknown. */
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  readonly comment?: string | undefined;
  readonly invisible: boolean;
  readonly srid?: number | undefined;
  readonly systemVersioning?: 'with' | 'without' | 'row-start' | 'row-end' | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** MariaDB: a CHECK that belongs to the column. */
  readonly check?: Expression | undefined;
}

/** An index as the server holds it, those behind a primary key or UNIQUE too. */
export interface Index {
  /** As the server names it, generated names included; "PRIMARY" for a MySQL primary key. */
  readonly name: string;
  readonly primary: boolean;
  readonly unique: boolean;
  readonly method: string;
  readonly parts: readonly IndexPart[];
  readonly include: readonly string[];
  readonly where?: Expression | undefined;
  readonly invisible: boolean;
  /** PostgreSQL: the constraint that owns the index. */
  readonly constraint?: string | undefined;
  /** MySQL: created by the server for this foreign key, and dropped by it when another index serves. */
  readonly implicitFor?: string | undefined;
  /** PostgreSQL: the partitioned index it is attached to. */
  readonly parent?: ObjectName | undefined;
}

interface ConstraintBase {
  readonly name: string;
  /** PostgreSQL: false for NOT VALID until validated. MariaDB: false for a CHECK that was added without a copy. */
  readonly validated: boolean;
  /** False for NOT ENFORCED. */
  readonly enforced: boolean;
  readonly deferrable: boolean;
}

/** A foreign key as the server holds it, with the columns that it refers to filled in. */
export interface ForeignKey extends ConstraintBase {
  readonly kind: 'foreign-key';
  readonly columns: readonly string[];
  readonly references: ObjectName;
  readonly referencedColumns: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
}

/** On MySQL and MariaDB only foreign keys and checks are here: a primary key and UNIQUE are indexes and nothing else. */
export type Constraint =
  | ForeignKey
  | (ConstraintBase & { readonly kind: 'check'; readonly expression: Expression })
  /** The index of the same name in `indexes` holds the columns. */
  | (ConstraintBase & {
      readonly kind: 'primary-key' | 'unique' | 'exclusion';
      readonly columns: readonly string[];
    })
  | (ConstraintBase & { readonly kind: 'not-null'; readonly columns: readonly string[] });

/** A trigger, for what an ALTER breaks or what a tool cannot copy. */
export interface Trigger {
  readonly name: string;
  readonly timing?: string | undefined;
  readonly events: readonly string[];
  /** PostgreSQL: the columns of UPDATE OF and WHEN. */
  readonly columns?: readonly string[] | undefined;
  readonly routine?: ObjectName | undefined;
}

/** PostgreSQL: a policy, a rule or extended statistics, which depend on columns of their table. */
export interface Dependent {
  /** "policy", "rule", "statistics". */
  readonly object: string;
  readonly name: string;
  /** Columns that it mentions, more rather than fewer; undefined when they are not known. */
  readonly columns?: readonly string[] | undefined;
}

/** A table as the history leaves it. */
export interface Table {
  /** With its schema; on MySQL without one while the runner's database has no known name. */
  readonly name: ObjectName;
  readonly dialect: Dialect;
  readonly temporary: boolean;
  readonly unlogged: boolean;
  readonly columns: readonly Column[];
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly triggers: readonly Trigger[];
  readonly dependents: readonly Dependent[];
  /** MySQL: lower-case engine name; PostgreSQL: access method. */
  readonly engine: string;
  /** MySQL: "dynamic", "compact", "redundant", "compressed"; undefined on PostgreSQL. */
  readonly rowFormat?: string | undefined;
  /** Default for new columns; undefined on PostgreSQL. */
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  /** Remaining options as written, by lower-case name. */
  readonly options: Readonly<Record<string, string>>;
  readonly partitioning?: Partitioning | undefined;
  /** PostgreSQL: the table this one is a partition of, and inheritance parents. */
  readonly partitionOf?:
    | {
        readonly parent: ObjectName;
        readonly isDefault: boolean;
        readonly bound?: PartitionBound | undefined;
      }
    | undefined;
  readonly inherits: readonly ObjectName[];
  readonly systemVersioned: boolean;
  /** What only a history can know. */
  readonly past: TablePast;
  /**
   * Why the shape may differ from what is written here, one sentence each: a statement that touches the table could not
   * be read, or changed something that the history does not show. Empty when the table is known.
   */
  readonly uncertain: readonly string[];
}

/** What only a history can know of a table. */
export interface TablePast {
  /** MySQL 8.0.29 and later: ALTERs that used up an instant row version since the last rebuild. */
  readonly instantRowVersions: number;
  /** A FULLTEXT index existed since the last rebuild: the hidden FTS_DOC_ID column may remain. */
  readonly hadFulltext: boolean;
  /** MariaDB: what columns dropped instantly since the last rebuild still take of each row, at least; undefined: nothing. */
  readonly droppedBytes?: number | undefined;
  /** False until some statement of the history may have put a row into the table. */
  readonly mayHoldRows: boolean;
  /** PostgreSQL: a partitioned table that nobody would keep without partitions, and the history shows none. */
  readonly hasUnseenPartitions?: boolean | undefined;
}

/** A view, or PostgreSQL's materialised view. */
export interface View {
  readonly name: ObjectName;
  readonly materialized: boolean;
  readonly reads: readonly ObjectName[];
  /** Column names that the query mentions, more rather than fewer; `*` when it selects all. Undefined: not known. */
  readonly columns?: readonly string[] | undefined;
  /** PostgreSQL: the view's own columns in order; undefined where they are not known. */
  readonly output?: readonly string[] | undefined;
  /** PostgreSQL: of a materialised view. */
  readonly indexes: readonly Index[];
}

/** A sequence of PostgreSQL or MariaDB. */
export interface Sequence {
  readonly name: ObjectName;
  readonly ownedBy?: { readonly table: ObjectName; readonly column: string } | undefined;
  readonly dataType?: string | undefined;
}

/** A procedure or function. */
export interface Routine {
  readonly name: ObjectName;
  readonly kind: string;
  readonly volatility?: 'volatile' | 'stable' | 'immutable' | undefined;
  readonly language?: string | undefined;
  /** What runs when it is called; undefined when it was not read. */
  readonly body?: readonly ScriptEntry[] | undefined;
}

/** The session of the runner while history is replayed and proposed statements run. */
export interface Session {
  /** MySQL's current database, PostgreSQL's search_path; the first is where unqualified names are created. */
  readonly searchPath: readonly string[];
  /** Lower-case name to value as written, unquoted: sql_mode, foreign_key_checks, lock_timeout, timezone … */
  readonly variables: Readonly<Record<string, string>>;
  readonly inTransaction: boolean;
  /** PostgreSQL: keys of the types that the open transaction made; undefined when it made none. */
  readonly newTypes?: PersistentSet<string> | undefined;
  /** PostgreSQL: what SET LOCAL hides until the transaction ends; undefined when nothing was set so. */
  readonly outer?: Pick<Session, 'searchPath' | 'variables'> | undefined;
}

/** Character set and collation, both in the server's current names ("utf8mb3" for "utf8"). */
export interface CharsetPair {
  readonly charset: string;
  readonly collation: string;
}

/** The reverse directions of what tables and views hold. Every change keeps them; `find.ts` reads them. */
export interface Links {
  /** Key of a referenced table to the keys of the tables whose foreign keys point at it. */
  readonly referencedBy: PersistentMap<string, PersistentSet<string>>;
  /** Key of a table to the keys of its partitions and inheritance children. */
  readonly children: PersistentMap<string, PersistentSet<string>>;
  /** Key of a table or view to the keys of the views that read it. */
  readonly readers: PersistentMap<string, PersistentSet<string>>;
  /** PostgreSQL: key of an index to that of the table or materialised view it belongs to. */
  readonly indexes: PersistentMap<string, string>;
  /** PostgreSQL: key of schema and constraint name to the keys of the tables that have one of that name. */
  readonly constraints: PersistentMap<string, PersistentSet<string>>;
  /** Table name without schema, folded, to keys. */
  readonly bareNames: PersistentMap<string, PersistentSet<string>>;
}

/**
 * The schema as immutable data; `apply` makes the next one. Keys of the maps are those of `keyOf` (find.ts of this
 * folder): schema and name, folded as the dialect compares them.
 */
export interface Catalog {
  readonly dialect: Dialect;
  readonly tables: PersistentMap<string, Table>;
  readonly views: PersistentMap<string, View>;
  readonly sequences: PersistentMap<string, Sequence>;
  readonly types: PersistentMap<string, { readonly name: ObjectName; readonly definition: NamedType }>;
  readonly routines: PersistentMap<string, Routine>;
  /** Statements of routines that calls have run so far. */
  readonly calledStatements: number;
  /** Default character set of the database (MySQL); the server's when no statement sets it. */
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  /** MySQL: databases whose defaults a statement named, by name. */
  readonly schemas: PersistentMap<string, CharsetPair>;
  /** Keys of the temporary tables, which end with the session. */
  readonly temporary: PersistentSet<string>;
  readonly links: Links;
  readonly session: Session;
  /** Session variables that some statement so far has set, by lower-case name. */
  readonly settings: PersistentSet<string>;
  /** Tables that statements altered and that the history does not show, by key: they were there before it. */
  readonly unseen: PersistentMap<string, ObjectName>;
  /** Why any table at all may differ, or exist unseen; empty when the history is whole. */
  readonly uncertain: readonly string[];
}
