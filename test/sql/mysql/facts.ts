import type { ColumnDefinition, IndexPart } from '../../../src/sql/column.js';
import { nameText } from '../../../src/sql/name.js';
import type { Operation } from '../../../src/sql/operation.js';
import type { Statement } from '../../../src/sql/statement.js';

/** One thing that a statement says, as both readers can put it. */
export type Fact = Readonly<Record<string, unknown>>;

/** A fact without what is not written, so that both readers' facts compare. */
export function fact(parts: Record<string, unknown>): Fact {
  return Object.fromEntries(
    Object.entries(parts).filter(([, value]) => value !== undefined && value !== false),
  );
}

/** What Precheck's reader found, in the order of the statement. */
export function ourFacts(statement: Statement): Fact[] {
  const { algorithm, lock } = statement;
  return [
    ...statement.operations.map(factOf),
    ...(algorithm ? [fact({ is: 'algorithm', value: algorithm.value })] : []),
    ...(lock ? [fact({ is: 'lock', value: lock.value })] : []),
  ];
}

function factOf(operation: Operation): Fact {
  switch (operation.kind) {
    case 'addColumn':
      return fact({ is: 'add column', ...columnFacts(operation.column), position: operation.position });
    case 'redefineColumn':
      return fact({
        is: 'redefine column',
        of: operation.column,
        ...columnFacts(operation.definition),
        position: operation.position,
      });
    case 'addIndex':
      return fact({
        is: operation.index.unique ? 'unique' : 'index',
        name: operation.index.name,
        parts: operation.index.parts.map(part),
      });
    case 'addConstraint':
      return constraintFact(operation.constraint);
    case 'dropColumn':
      return fact({ is: 'drop column', name: operation.column });
    case 'dropIndex':
      return fact({ is: 'drop index', name: operation.index.name });
    case 'dropConstraint':
      return fact({ is: `drop ${operation.constraintKind ?? 'constraint'}`, name: operation.name });
    case 'renameColumn':
      return fact({ is: 'rename column', name: operation.column, to: operation.to });
    case 'renameTable':
      return fact({ is: 'rename table', to: operation.to.name });
    case 'setTableOption':
      // node-sql-parser writes engines in upper case.
      return fact({ is: 'option', name: operation.option, value: operation.value.toLowerCase() });
    case 'changePartitions':
      return fact({
        is: `${operation.action.replace('-tablespace', '')} partition`,
        names: operation.partitions,
      });
    case 'createTable':
    case 'dropTable':
    case 'truncateTable':
      return fact({ is: operation.kind, table: nameText(operation.table) });
    default:
      return fact({ is: operation.kind });
  }
}

function constraintFact(constraint: Extract<Operation, { kind: 'addConstraint' }>['constraint']): Fact {
  if (constraint.kind === 'primary-key') {
    return fact({ is: 'primary key', parts: constraint.index.parts.map(part) });
  }
  if (constraint.kind !== 'foreign-key') return fact({ is: constraint.kind, name: constraint.name });
  return fact({
    is: 'foreign key',
    name: constraint.name,
    columns: constraint.columns,
    references: nameText(constraint.references),
    referenced: constraint.referencedColumns,
    onDelete: constraint.onDelete,
    onUpdate: constraint.onUpdate,
  });
}

function columnFacts(column: ColumnDefinition): Record<string, unknown> {
  const { type } = column;
  const written = column.default?.kind === 'literal' ? column.default.text : undefined;
  // node-sql-parser writes TRUE and FALSE in lower case.
  const byLiteral =
    written !== undefined && /^(?:true|false)$/i.test(written) ? written.toLowerCase() : written;
  return {
    name: column.name,
    type: type.name,
    length: type.length,
    scale: type.scale,
    unsigned: type.unsigned,
    members: type.members,
    nullable: column.nullable === undefined ? undefined : String(column.nullable),
    default: column.default && (byLiteral ?? column.default.kind.replace('now', 'expression')),
    comment: column.comment,
    autoIncrement: column.autoIncrement,
    charset: column.charset,
    collation: column.collation,
    generated: column.generated && (column.generated.storage ?? 'unwritten'),
    onUpdate: column.onUpdate !== undefined,
  };
}

function part({ column, prefix, order }: IndexPart): Fact {
  return fact({ column: column ?? 'an expression', prefix, order });
}
