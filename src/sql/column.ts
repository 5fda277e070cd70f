import type { TableRef } from './name.js';

/**
 * A data type as the server names it, lower case, aliases resolved ("integer" → "int", "bool" → "tinyint" with length 1
 * on MySQL; "int8" → "bigint", "character varying" → "varchar" on PostgreSQL).
 */
export interface DataType {
  readonly name: string;
  /** PostgreSQL: the schema of a user-defined type, when written. */
  readonly schema?: string | undefined;
  /** Characters of CHAR/VARCHAR, bytes of BINARY/VARBINARY, precision of DECIMAL, display width of integers, fsp of times. */
  readonly length?: number | undefined;
  readonly scale?: number | undefined;
  readonly unsigned?: boolean | undefined;
  readonly zerofill?: boolean | undefined;
  /** Members of ENUM and SET, unescaped, trailing blanks removed as the server does. */
  readonly members?: readonly string[] | undefined;
  /** PostgreSQL: number of array dimensions written; 0 when the column is no array. */
  readonly arrayDimensions?: number | undefined;
  /** As written, white space folded, for messages: "ENUM('a','b')". */
  readonly text: string;
}

/** An expression that Precheck carries but does not evaluate. */
export interface Expression {
  /** As written, white space folded, comments removed. */
  readonly text: string;
  /** Unquoted column names that the expression may mention; more than it does rather than fewer. */
  readonly columns: readonly string[];
  /** Functions called, lower case, without schema. */
  readonly functions: readonly string[];
}

/** What stands behind DEFAULT. */
export type ColumnDefault =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'null' }
  /** CURRENT_TIMESTAMP, now() and their synonyms: evaluated once per statement. */
  | { readonly kind: 'now'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression };

/** What makes a column a generated one. */
export interface GeneratedColumn {
  readonly expression: Expression;
  /** Undefined when not written: VIRTUAL on MySQL and MariaDB and on PostgreSQL 18 and later. */
  readonly storage?: 'virtual' | 'stored' | undefined;
}

/** A column as one statement writes it. Undefined means "not written", which on MODIFY resets the attribute. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: DataType;
  /** Undefined when neither NULL nor NOT NULL is written. */
  readonly nullable?: boolean | undefined;
  readonly default?: ColumnDefault | undefined;
  /** MySQL: ON UPDATE CURRENT_TIMESTAMP. */
  readonly onUpdate?: Expression | undefined;
  readonly generated?: GeneratedColumn | undefined;
  readonly autoIncrement?: boolean | undefined;
  /** PostgreSQL: GENERATED … AS IDENTITY. */
  readonly identity?: 'always' | 'by-default' | undefined;
  readonly charset?: string | undefined;
  readonly collation?: string | undefined;
  readonly comment?: string | undefined;
  readonly invisible?: boolean | undefined;
  /** MySQL spatial columns. */
  readonly srid?: number | undefined;
  /** MariaDB: WITH/WITHOUT SYSTEM VERSIONING of one column; ROW START and ROW END of a period. */
  readonly systemVersioning?: 'with' | 'without' | 'row-start' | 'row-end' | undefined;
  /** MySQL COLUMN_FORMAT and STORAGE, PostgreSQL STORAGE and COMPRESSION, MariaDB COMPRESSED, by lower-case name. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** MariaDB: a CHECK that belongs to the column itself (`MODIFY … CHECK`), which is not validated when added. */
  readonly check?: Expression | undefined;
}

/** Where MySQL puts a column; undefined on an operation means "at the end" (ADD) or "where it is" (MODIFY). */
export type ColumnPosition = { readonly first: true } | { readonly after: string };

/** One column or expression of an index, in its place. */
export interface IndexPart {
  /** Undefined for an expression. */
  readonly column?: string | undefined;
  readonly expression?: Expression | undefined;
  /** MySQL: indexed prefix, in characters or bytes as the column's type counts. */
  readonly prefix?: number | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
  readonly nulls?: 'first' | 'last' | undefined;
  readonly operatorClass?: string | undefined;
  readonly collation?: string | undefined;
}

/** An index as one statement writes it. */
export interface IndexDefinition {
  /** Undefined when the server generates the name. */
  readonly name?: string | undefined;
  readonly unique: boolean;
  /** btree, hash, gin, gist, brin, spgist; fulltext, spatial and vector for MySQL and MariaDB. Lower case. */
  readonly method?: string | undefined;
  readonly parts: readonly IndexPart[];
  /** PostgreSQL INCLUDE. */
  readonly include?: readonly string[] | undefined;
  /** PostgreSQL: the predicate of a partial index. */
  readonly where?: Expression | undefined;
  /** MySQL INVISIBLE, MariaDB IGNORED. */
  readonly invisible?: boolean | undefined;
  readonly nullsNotDistinct?: boolean | undefined;
  readonly comment?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
}

/** What stands behind ON DELETE and ON UPDATE. */
export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default';

interface ConstraintBase {
  /** Undefined when the server generates the name. */
  readonly name?: string | undefined;
  /** PostgreSQL NOT VALID: existing rows are not checked now. */
  readonly notValid?: boolean | undefined;
  /** MySQL and PostgreSQL 18: NOT ENFORCED. */
  readonly notEnforced?: boolean | undefined;
  readonly deferrable?: boolean | undefined;
  /** PostgreSQL: ADD … USING INDEX. */
  readonly usingIndex?: string | undefined;
  /** Written inside a column definition, where it takes effect together with the column. */
  readonly inline?: boolean | undefined;
}

/** MySQL's UNIQUE is an index (`addIndex`), PostgreSQL's a constraint that owns one. */
export type ConstraintDefinition =
  | (ConstraintBase & { readonly kind: 'primary-key'; readonly index: IndexDefinition })
  | (ConstraintBase & { readonly kind: 'unique'; readonly index: IndexDefinition })
  | (ConstraintBase & {
      readonly kind: 'foreign-key';
      readonly columns: readonly string[];
      readonly references: TableRef;
      /** Empty when the statement relies on the referenced primary key. */
      readonly referencedColumns: readonly string[];
      readonly onDelete?: ReferentialAction | undefined;
      readonly onUpdate?: ReferentialAction | undefined;
      /** MySQL: the index name given behind FOREIGN KEY. */
      readonly indexName?: string | undefined;
    })
  | (ConstraintBase & {
      readonly kind: 'check';
      readonly expression: Expression;
      readonly noInherit?: boolean | undefined;
    })
  | (ConstraintBase & {
      readonly kind: 'exclusion';
      readonly index: IndexDefinition;
      readonly operators: readonly string[];
    })
  /** PostgreSQL 18: a named NOT NULL. */
  | (ConstraintBase & { readonly kind: 'not-null'; readonly column: string });

/** Which constraint it is. */
export type ConstraintKind = ConstraintDefinition['kind'];
