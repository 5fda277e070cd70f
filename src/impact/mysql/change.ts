import type { Column, Index } from '../../catalog/catalog.js';
import type { ColumnDefinition, ConstraintDefinition, IndexDefinition } from '../../sql/column.js';
import type { Operation } from '../../sql/operation.js';

/**
 * The atoms that an ALTER TABLE consists of, as the server's own in-place flags tell them apart. A column redefinition
 * is several of them; each has its rows in the fact tables.
 */
export type ChangeKind =
  | ColumnChange
  | IndexChange
  | ConstraintChange
  | TableChange
  | PartitionChange
  /** MODIFY, CHANGE or CONVERT TO of something that the history does not show: any column change is possible. */
  | 'unknown-redefinition'
  /** IF EXISTS and IF NOT EXISTS that find nothing to do. */
  | 'nothing';

/** What can happen to a column. */
export type ColumnChange =
  | 'add-column'
  | 'add-virtual-column'
  | 'add-stored-column'
  | 'drop-column'
  | 'drop-virtual-column'
  | 'drop-stored-column'
  | 'rename-column'
  | RedefinitionChange;

/** What a column's old and new definition can differ in. */
export type RedefinitionChange =
  | 'change-type'
  | 'extend-varchar'
  | 'extend-varchar-across'
  | 'append-member'
  | 'change-members'
  | 'change-member-storage'
  | 'change-charset'
  | 'change-collation'
  | 'set-nullable'
  | 'set-not-null'
  | 'change-default'
  | 'change-comment'
  | 'change-visibility'
  | 'change-column-format'
  | 'change-compressed'
  | 'change-column-versioning'
  | 'change-srid'
  | 'change-column-check'
  | 'change-virtual-expression'
  | 'change-stored-expression'
  | 'change-generated-type'
  | 'change-generated-storage'
  | 'plain-to-stored'
  | 'stored-to-plain'
  | 'add-auto-increment'
  | 'drop-auto-increment'
  | 'move-column'
  | 'move-virtual-column'
  | 'move-stored-column';

/** What can happen to an index. `keep-index`: it is dropped and added as it was. `switch-keys`: ENABLE or DISABLE KEYS. */
export type IndexChange =
  | 'add-index'
  | 'add-unique-index'
  | 'add-hash-unique-index'
  | 'add-functional-index'
  | 'add-fulltext-index'
  | 'add-spatial-index'
  | 'add-vector-index'
  | 'add-primary-key'
  | 'drop-index'
  | 'drop-primary-key'
  | 'keep-index'
  | 'change-index-comment'
  | 'rename-index'
  | 'change-index-visibility'
  | 'switch-keys';

/** What can happen to a foreign key or a CHECK. */
export type ConstraintChange =
  | 'add-foreign-key'
  | 'drop-foreign-key'
  | 'add-check'
  | 'add-unenforced-check'
  | 'drop-check'
  | 'enforce-check';

/** What can happen to a table as a whole. */
export type TableChange =
  | 'rename-table'
  | 'force'
  | 'optimize'
  | 'order-by'
  | 'same-engine'
  | 'change-engine'
  | 'row-format'
  | 'table-option'
  | 'table-comment'
  | 'table-charset'
  | 'auto-increment-value'
  | 'statistics-option'
  | 'compression-option'
  | 'page-compressed'
  | 'encryption-option'
  | 'tablespace-option'
  | 'convert-charset'
  | 'discard-tablespace'
  | 'add-system-versioning'
  | 'drop-system-versioning';

/** What can happen to partitions. */
export type PartitionChange =
  | 'partition-table'
  | 'remove-partitioning'
  | 'add-range-partition'
  | 'add-hash-partition'
  | 'drop-partition'
  | 'truncate-partition'
  | 'coalesce-partition'
  | 'reorganize-partition'
  | 'rebuild-partition'
  | 'optimize-partition'
  | 'check-partition'
  | 'exchange-partition'
  | 'partition-tablespace'
  | 'convert-partition';

/** One atom, with what the conditions of the fact tables ask about it. */
export interface Change {
  readonly kind: ChangeKind;
  readonly operation: Operation;
  /** The column before and after, where there is one and the history shows it. */
  readonly before?: Column | undefined;
  readonly after?: Column | undefined;
  /** A column, index or constraint as the statement adds it. */
  readonly column?: ColumnDefinition | undefined;
  readonly index?: IndexDefinition | undefined;
  readonly constraint?: ConstraintDefinition | undefined;
  /** The index that is dropped, renamed or replaced. */
  readonly existing?: Index | undefined;
  /** An option's name and value. */
  readonly option?: { readonly name: string; readonly value: string } | undefined;
}
