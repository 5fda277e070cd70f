import type {
  ColumnDefault,
  ColumnDefinition,
  ColumnPosition,
  ConstraintDefinition,
  ConstraintKind,
  DataType,
  Expression,
  IndexDefinition,
} from './column.js';
import type { ObjectName, TableRef } from './name.js';
import type { Span } from './position.js';

/**
 * The vocabulary that rules are written in: one atomic thing a statement does, in the same words for three dialects
 * where the meaning is the same. Every operation carries its own span. A CREATE TABLE is one `createTable` followed by
 * one operation per column, index and constraint; an ALTER TABLE with five actions is five operations.
 */
export type Operation =
  | TableOperation
  | ColumnOperation
  | IndexOperation
  | ConstraintOperation
  | PartitionOperation
  | ObjectOperation
  | DataOperation
  | SessionOperation;

/** The word for what an operation does. */
export type OperationKind = Operation['kind'];
/** The operations of one kind, or of several. */
export type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>;

interface At {
  readonly span: Span;
}

interface OnTable extends At {
  readonly table: TableRef;
  /** PostgreSQL ALTER TABLE ONLY: children and partitions are left out. */
  readonly only?: boolean | undefined;
  /** PostgreSQL ALTER TABLE IF EXISTS. */
  readonly ifTableExists?: boolean | undefined;
}

/** Names are lower case: engine, charset, collate, row_format, key_block_size, comment, auto_increment, tablespace … */
export type TableOptions = Readonly<Record<string, string>>;

/** How a table is divided. */
export interface Partitioning {
  readonly method: 'range' | 'list' | 'hash' | 'key' | 'system_time';
  /** MySQL LINEAR HASH and LINEAR KEY. */
  readonly linear?: boolean | undefined;
  readonly expression?: Expression | undefined;
  readonly columns: readonly string[];
  /** Names in order; empty when only a count was given. */
  readonly partitions: readonly string[];
  readonly count?: number | undefined;
}

/** PostgreSQL: the rows that a partition takes, each value as written. */
export type PartitionBound =
  | { readonly kind: 'default' }
  | { readonly kind: 'list'; readonly values: readonly string[] }
  | { readonly kind: 'range'; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly kind: 'hash'; readonly modulus: number; readonly remainder: number };

/** What happens to a table as a whole. */
export type TableOperation =
  | (OnTable & {
      readonly kind: 'createTable';
      readonly ifNotExists: boolean;
      /** MariaDB CREATE OR REPLACE TABLE. */
      readonly orReplace?: boolean | undefined;
      readonly temporary: boolean;
      readonly unlogged?: boolean | undefined;
      readonly options: TableOptions;
      /** CREATE TABLE … LIKE; PostgreSQL's LIKE element too. */
      readonly like?: TableRef | undefined;
      /** PostgreSQL LIKE … INCLUDING: comments, compression, constraints, defaults, generated, identity, indexes … */
      readonly likeIncluding?: readonly string[] | undefined;
      /** CREATE TABLE … AS SELECT: its columns are not known from the text. */
      readonly asQuery?:
        | {
            readonly reads: readonly TableRef[];
            /** PostgreSQL WITH NO DATA. */ readonly withData?: false | undefined;
          }
        | undefined;
      readonly inherits?: readonly TableRef[] | undefined;
      readonly partitionOf?:
        | {
            readonly parent: TableRef;
            readonly isDefault: boolean;
            readonly bound?: PartitionBound | undefined;
          }
        | undefined;
      /** PostgreSQL CREATE TABLE … OF: the composite type that gives the columns. */
      readonly ofType?: ObjectName | undefined;
      readonly partitioning?: Partitioning | undefined;
      /** MariaDB WITH SYSTEM VERSIONING. */
      readonly systemVersioned?: boolean | undefined;
    })
  | (OnTable & {
      readonly kind: 'dropTable';
      readonly ifExists: boolean;
      readonly temporary: boolean;
      readonly cascade: boolean;
    })
  | (OnTable & { readonly kind: 'renameTable'; readonly to: TableRef })
  | (OnTable & { readonly kind: 'truncateTable'; readonly cascade: boolean })
  /** One per option: ENGINE=, ROW_FORMAT=, COMMENT=, AUTO_INCREMENT=, DEFAULT CHARSET= …; PostgreSQL's SET (…), SET TABLESPACE. */
  | (OnTable & { readonly kind: 'setTableOption'; readonly option: string; readonly value: string })
  /** MySQL CONVERT TO CHARACTER SET; charset undefined for DEFAULT. */
  | (OnTable & {
      readonly kind: 'convertCharset';
      readonly charset?: string | undefined;
      readonly collation?: string | undefined;
    })
  /** Rewrites the table without changing what it is. */
  | (OnTable & {
      readonly kind: 'rebuildTable';
      readonly how: 'force' | 'optimize' | 'order-by' | 'vacuum-full' | 'cluster';
      /** MySQL OPTIMIZE NO_WRITE_TO_BINLOG: replicas do not repeat it. */
      readonly skipsBinlog?: true | undefined;
    })
  | (OnTable & {
      readonly kind: 'maintainTable';
      readonly how: 'analyze' | 'check' | 'repair' | 'checksum' | 'vacuum';
      /** MySQL ANALYZE and REPAIR NO_WRITE_TO_BINLOG: replicas do not repeat it. */
      readonly skipsBinlog?: true | undefined;
    })
  | (OnTable & { readonly kind: 'changeTablespace'; readonly action: 'discard' | 'import' })
  | (OnTable & { readonly kind: 'setKeys'; readonly enabled: boolean })
  /** MariaDB ADD/DROP SYSTEM VERSIONING and periods. */
  | (OnTable & {
      readonly kind: 'changeSystemVersioning';
      readonly action: 'add' | 'drop' | 'add-period' | 'drop-period';
    })
  | (OnTable & { readonly kind: 'setLogged'; readonly logged: boolean })
  | (OnTable & { readonly kind: 'setSchema'; readonly schema: string })
  /** PostgreSQL catalogue-only changes under ACCESS EXCLUSIVE or less: owner, row security, replica identity, rules. */
  | (OnTable & {
      readonly kind: 'setTableAttribute';
      readonly attribute:
        | 'owner'
        | 'row-security'
        | 'replica-identity'
        | 'cluster-on'
        | 'of-type'
        | 'trigger'
        | 'rule'
        | 'access-method';
      readonly value: string;
    })
  | (OnTable & {
      readonly kind: 'changeInheritance';
      readonly parent: TableRef;
      readonly action: 'inherit' | 'no-inherit';
    });

/** What happens to one column. */
export type ColumnOperation =
  | (OnTable & {
      readonly kind: 'addColumn';
      readonly column: ColumnDefinition;
      readonly position?: ColumnPosition | undefined;
      readonly ifNotExists: boolean;
    })
  | (OnTable & {
      readonly kind: 'dropColumn';
      readonly column: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  /** MySQL MODIFY and CHANGE: restates the whole column; what is not written is reset. `definition.name` is the new name. */
  | (OnTable & {
      readonly kind: 'redefineColumn';
      readonly column: string;
      readonly definition: ColumnDefinition;
      readonly position?: ColumnPosition | undefined;
      readonly ifExists: boolean;
    })
  /** PostgreSQL ALTER COLUMN TYPE: changes the type and nothing else. */
  | (OnTable & {
      readonly kind: 'changeColumnType';
      readonly column: string;
      readonly type: DataType;
      readonly collation?: string | undefined;
      readonly using?: Expression | undefined;
      /** The types that USING casts the bare column to, one after the other; undefined where it computes something else. */
      readonly casts?: readonly DataType[] | undefined;
    })
  | (OnTable & {
      readonly kind: 'renameColumn';
      readonly column: string;
      readonly to: string;
      /** MariaDB RENAME COLUMN IF EXISTS. */
      readonly ifExists?: true;
    })
  /** Default undefined: DROP DEFAULT. */
  | (OnTable & {
      readonly kind: 'setColumnDefault';
      readonly column: string;
      readonly default?: ColumnDefault | undefined;
    })
  | (OnTable & { readonly kind: 'setColumnNullable'; readonly column: string; readonly nullable: boolean })
  | (OnTable & { readonly kind: 'setColumnVisible'; readonly column: string; readonly visible: boolean })
  /** PostgreSQL SET EXPRESSION; undefined: DROP EXPRESSION. */
  | (OnTable & {
      readonly kind: 'setColumnExpression';
      readonly ifExists?: boolean | undefined;
      readonly column: string;
      readonly expression?: Expression | undefined;
    })
  | (OnTable & {
      readonly kind: 'changeIdentity';
      readonly column: string;
      readonly action: 'add' | 'set' | 'drop';
      readonly ifExists?: boolean | undefined;
    })
  | (OnTable & {
      readonly kind: 'setColumnAttribute';
      readonly column: string;
      readonly attribute: 'statistics' | 'storage' | 'compression' | 'options';
      readonly value: string;
    });

/** What happens to one index. */
export type IndexOperation =
  | (OnTable & {
      readonly kind: 'addIndex';
      readonly index: IndexDefinition;
      readonly concurrently: boolean;
      readonly ifNotExists: boolean;
      /** PostgreSQL CREATE INDEX ON ONLY. */
      readonly onlyParent?: boolean | undefined;
    })
  | (At & {
      readonly kind: 'dropIndex';
      /** Undefined on PostgreSQL, where an index has a schema and no table in its name. */
      readonly table?: TableRef | undefined;
      readonly index: ObjectName;
      readonly concurrently: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'renameIndex';
      readonly table?: TableRef | undefined;
      readonly index: ObjectName;
      readonly to: string;
      /** MariaDB RENAME INDEX IF EXISTS. */
      readonly ifExists?: true;
    })
  /** MySQL ALTER INDEX … VISIBLE/INVISIBLE, MariaDB [NOT] IGNORED. */
  | (OnTable & { readonly kind: 'setIndexVisible'; readonly index: string; readonly visible: boolean })
  | (At & {
      readonly kind: 'reindex';
      readonly target: 'index' | 'table' | 'schema' | 'database' | 'system';
      readonly name: ObjectName;
      readonly concurrently: boolean;
    })
  | (At & { readonly kind: 'attachIndex'; readonly index: ObjectName; readonly child: ObjectName })
  | (At & {
      readonly kind: 'setIndexOption';
      readonly index: ObjectName;
      readonly option: string;
      readonly value: string;
    });

/** What happens to one constraint. */
export type ConstraintOperation =
  | (OnTable & {
      readonly kind: 'addConstraint';
      readonly constraint: ConstraintDefinition;
      readonly ifNotExists: boolean;
    })
  | (OnTable & {
      readonly kind: 'dropConstraint';
      /** Undefined for MySQL's DROP PRIMARY KEY. */
      readonly name?: string | undefined;
      /** Undefined when the statement does not say (DROP CONSTRAINT). */
      readonly constraintKind?: ConstraintKind | undefined;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (OnTable & { readonly kind: 'renameConstraint'; readonly name: string; readonly to: string })
  | (OnTable & { readonly kind: 'validateConstraint'; readonly name: string })
  | (OnTable & {
      readonly kind: 'alterConstraint';
      readonly name: string;
      readonly enforced?: boolean | undefined;
      readonly deferrable?: boolean | undefined;
      /** PostgreSQL 18: INHERIT and NO INHERIT of a NOT NULL constraint. */
      readonly inherit?: boolean | undefined;
    });

/** What happens to the partitions of a table. */
export type PartitionOperation =
  | (OnTable & { readonly kind: 'partitionTable'; readonly partitioning: Partitioning })
  | (OnTable & { readonly kind: 'removePartitioning' })
  | (OnTable & {
      readonly kind: 'changePartitions';
      readonly action:
        | 'add'
        | 'drop'
        | 'truncate'
        | 'coalesce'
        | 'reorganize'
        | 'rebuild'
        | 'optimize'
        | 'analyze'
        | 'check'
        | 'repair'
        | 'discard-tablespace'
        | 'import-tablespace'
        | 'convert-to-table'
        | 'convert-from-table';
      /** MariaDB IF EXISTS and IF NOT EXISTS. */
      readonly quietly?: true;
      /** Empty for ALL and for ADD … PARTITIONS n. */
      readonly partitions: readonly string[];
      readonly into?: readonly string[] | undefined;
      readonly count?: number | undefined;
      readonly withTable?: TableRef | undefined;
      /** MariaDB CONVERT TABLE … TO PARTITION: false for WITHOUT VALIDATION. */
      readonly validation?: boolean | undefined;
    })
  | (OnTable & {
      readonly kind: 'exchangePartition';
      readonly partition: string;
      readonly withTable: TableRef;
      readonly validation: boolean;
    })
  | (OnTable & {
      readonly kind: 'attachPartition';
      readonly partition: TableRef;
      readonly isDefault: boolean;
      readonly bound?: PartitionBound | undefined;
    })
  | (OnTable & {
      readonly kind: 'detachPartition';
      readonly partition: TableRef;
      readonly concurrently: boolean;
      readonly finalize: boolean;
    });

/** What a routine is. */
export type RoutineKind = 'procedure' | 'function' | 'aggregate';

/** Objects beside tables. `object` says which kind, in the server's word, lower case. */
export type ObjectOperation =
  | (At & {
      readonly kind: 'createView';
      readonly view: ObjectName;
      readonly materialized: boolean;
      readonly orReplace: boolean;
      readonly ifNotExists?: boolean | undefined;
      readonly temporary?: boolean | undefined;
      readonly reads: readonly TableRef[];
      /** PostgreSQL: column names that the query mentions, more rather than fewer; `*` when it selects all. */
      readonly columns?: readonly string[] | undefined;
      /** PostgreSQL: it selects all columns of the only table that it reads. */
      readonly whole?: boolean | undefined;
      /** PostgreSQL: the view's columns in order; undefined where the text does not tell. */
      readonly output?: readonly string[] | undefined;
      /** PostgreSQL: WITH NO DATA. */
      readonly withData?: boolean | undefined;
    })
  | (At & {
      readonly kind: 'dropView';
      readonly view: ObjectName;
      readonly materialized: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'refreshView';
      readonly view: ObjectName;
      readonly concurrently: boolean;
      readonly withData: boolean;
    })
  | (At & {
      readonly kind: 'createSequence';
      readonly sequence: ObjectName;
      readonly ifNotExists: boolean;
      readonly temporary?: boolean | undefined;
      readonly ownedBy?: { readonly table: TableRef; readonly column: string } | undefined;
      readonly options: Readonly<Record<string, string>>;
    })
  | (At & {
      readonly kind: 'alterSequence';
      readonly sequence: ObjectName;
      readonly ownedBy?: { readonly table: TableRef; readonly column: string } | undefined;
      readonly options: Readonly<Record<string, string>>;
    })
  | (At & { readonly kind: 'createType'; readonly type: ObjectName; readonly definition: NamedType })
  | (At & {
      readonly kind: 'addEnumValue';
      readonly type: ObjectName;
      readonly value: string;
      readonly ifNotExists: boolean;
      readonly before?: string | undefined;
      readonly after?: string | undefined;
    })
  | (At & {
      readonly kind: 'renameEnumValue';
      readonly type: ObjectName;
      readonly value: string;
      readonly to: string;
    })
  | (At & {
      readonly kind: 'alterCompositeType';
      readonly type: ObjectName;
      readonly action: 'add' | 'drop' | 'change';
      readonly attribute: string;
      readonly attributeType?: DataType | undefined;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'alterDomain';
      readonly domain: ObjectName;
      readonly action:
        | 'add-check'
        | 'validate'
        | 'drop-constraint'
        | 'set-not-null'
        | 'drop-not-null'
        | 'set-default'
        | 'drop-default';
      readonly constraint?: string | undefined;
      readonly notValid?: boolean | undefined;
    })
  | (At & {
      readonly kind: 'createTrigger';
      readonly trigger: string;
      readonly table: TableRef;
      readonly timing?: string | undefined;
      readonly events: readonly string[];
      readonly orReplace?: boolean | undefined;
      /** PostgreSQL: the columns of UPDATE OF and of WHEN, on which the trigger depends. */
      readonly columns?: readonly string[] | undefined;
      /** PostgreSQL: the function that it runs. */
      readonly routine?: ObjectName | undefined;
      /** PostgreSQL CREATE CONSTRAINT TRIGGER. */
      readonly constraint?: boolean | undefined;
      /** Its FROM: the table that the constraint refers to. */
      readonly references?: TableRef | undefined;
    })
  | (At & {
      readonly kind: 'createRoutine';
      readonly routine: ObjectName;
      readonly routineKind: RoutineKind;
      readonly orReplace: boolean;
      readonly language?: string | undefined;
      readonly volatility?: 'volatile' | 'stable' | 'immutable' | undefined;
      /** MySQL: a function that is declared neither DETERMINISTIC nor NO SQL nor READS SQL DATA. */
      readonly mayChangeRows?: true | undefined;
    })
  | (At & {
      readonly kind: 'createSchema';
      readonly schema: string;
      readonly ifNotExists: boolean;
      readonly charset?: string | undefined;
      readonly collation?: string | undefined;
    })
  | (At & {
      readonly kind: 'alterSchema';
      readonly schema?: string | undefined;
      readonly charset?: string | undefined;
      readonly collation?: string | undefined;
    })
  | (At & {
      readonly kind: 'dropSchema';
      readonly schema: string;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    })
  | (At & {
      readonly kind: 'commentOn';
      readonly object: string;
      readonly table?: TableRef | undefined;
      readonly name: ObjectName;
    })
  /** Any other object: extension, policy, event, rule, publication, statistics, user, role, tablespace, server … */
  | (At & {
      readonly kind: 'createObject';
      readonly object: string;
      readonly name: ObjectName;
      readonly table?: TableRef | undefined;
      /** PostgreSQL: the tables of a publication or of statistics, where there may be several. */
      readonly tables?: readonly TableRef[] | undefined;
      /** PostgreSQL: column names that a policy, a rule or statistics depend on. */
      readonly columns?: readonly string[] | undefined;
      readonly orReplace?: boolean | undefined;
      readonly ifNotExists?: boolean | undefined;
    })
  | (At & {
      readonly kind: 'alterObject';
      readonly object: string;
      readonly name: ObjectName;
      readonly action: string;
      readonly table?: TableRef | undefined;
      readonly tables?: readonly TableRef[] | undefined;
    })
  | (At & {
      readonly kind: 'dropObject';
      readonly object: string;
      readonly name: ObjectName;
      readonly ifExists: boolean;
      readonly cascade: boolean;
      readonly table?: TableRef | undefined;
    })
  | (At & {
      readonly kind: 'renameObject';
      readonly object: string;
      readonly name: ObjectName;
      readonly to: string;
      /** PostgreSQL: the table of a trigger, a policy or a rule. */
      readonly table?: TableRef | undefined;
    })
  | (At & {
      readonly kind: 'changePrivileges';
      readonly action: 'grant' | 'revoke';
      /** PostgreSQL: the tables named, which are locked from 18 on. */
      readonly tables?: readonly TableRef[] | undefined;
    });

/** PostgreSQL's named types. */
export type NamedType =
  | { readonly kind: 'enum'; readonly values: readonly string[] }
  | {
      readonly kind: 'composite';
      readonly attributes: readonly { readonly name: string; readonly type: DataType }[];
    }
  | {
      readonly kind: 'domain';
      readonly base: DataType;
      readonly notNull: boolean;
      readonly hasCheck: boolean;
      readonly default?: ColumnDefault | undefined;
    }
  | { readonly kind: 'range' | 'base' | 'shell' };

/** What stands before WHERE in a statement that changes one table; undefined where it cannot be told from the rest. */
export interface StatementHead {
  /** As `Expression.text` is. */
  readonly text: string;
  /** The name that the table has in the statement: its alias, or its own. */
  readonly table: string;
}

/** What DML does, as far as a review needs it. `where` undefined: every row. */
export type DataOperation =
  | (OnTable & {
      readonly kind: 'insert';
      readonly source: 'values' | 'query' | 'default';
      readonly rows?: number | undefined;
      readonly columns: readonly string[];
      readonly mode: 'insert' | 'ignore' | 'replace' | 'upsert';
      /** Of a query: no WHERE, HAVING, LIMIT or join chooses among the rows of the table that it reads. */
      readonly readsAllRows?: true | undefined;
      readonly reads: readonly TableRef[];
    })
  | (At & {
      readonly kind: 'update';
      readonly tables: readonly TableRef[];
      readonly columns: readonly string[];
      readonly where?: Expression | undefined;
      readonly limit?: number | undefined;
      readonly orderBy?: boolean | undefined;
      readonly ignore?: boolean | undefined;
      readonly head?: StatementHead | undefined;
      readonly reads: readonly TableRef[];
    })
  | (At & {
      readonly kind: 'delete';
      readonly tables: readonly TableRef[];
      readonly where?: Expression | undefined;
      readonly limit?: number | undefined;
      readonly orderBy?: boolean | undefined;
      readonly head?: StatementHead | undefined;
      readonly reads: readonly TableRef[];
    })
  | (At & {
      readonly kind: 'select';
      readonly reads: readonly TableRef[];
      readonly locking: boolean;
      readonly functions: readonly string[];
      /** PostgreSQL: what nextval, setval and currval name. */
      readonly sequences?: readonly ObjectName[] | undefined;
    })
  | (OnTable & { readonly kind: 'loadData' })
  | (OnTable & { readonly kind: 'merge'; readonly reads: readonly TableRef[] })
  | (At & {
      readonly kind: 'call';
      readonly routine: ObjectName;
      /** What it does stands in the statement's body. */
      readonly isRead?: boolean | undefined;
    })
  /** PREPARE … FROM @variable, EXECUTE IMMEDIATE of an expression: SQL that is put together at run time. */
  | (At & { readonly kind: 'executeDynamic'; readonly name?: string | undefined })
  /** PostgreSQL DO; what it does stands in the statement's body. */
  | (At & { readonly kind: 'runBlock'; readonly language: string });

/** What changes the session or a transaction, and what changes nothing. */
export type SessionOperation =
  | (At & {
      readonly kind: 'setVariable';
      readonly scope: 'session' | 'global' | 'local' | 'persist' | 'user';
      readonly name: string;
      /** Undefined: DEFAULT, RESET or an expression. */ readonly value?: string | undefined;
    })
  | (At & {
      readonly kind: 'transaction';
      readonly action: 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to';
    })
  | (At & { readonly kind: 'useSchema'; readonly schema: string })
  | (At & {
      readonly kind: 'lockTables';
      readonly tables: readonly { readonly table: TableRef; readonly mode: string }[];
    })
  | (At & { readonly kind: 'unlockTables' })
  /** A statement that Precheck knows and that changes neither schema nor rows: SHOW, EXPLAIN, DESCRIBE, FLUSH, KILL … */
  | (At & { readonly kind: 'administer'; readonly what: string });
