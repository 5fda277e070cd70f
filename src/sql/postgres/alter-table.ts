import type { AlterTableStmt, RangeVar } from 'libpg-query';
import type { Operation } from '../operation.js';
import { addedColumn, columnCommand } from './alter-column.js';
import type { Command } from './alter-command.js';
import { attributeOf } from './alter-type.js';
import { constraintOf } from './constraint.js';
import { boundOf } from './create-table.js';
import { optionsOf } from './index-definition.js';
import type { Source, TokenRange } from './source.js';
import { as, items, tableOf, valueText, nameOf, strings } from './tree.js';
import { attributeCommands } from './table-attribute.js';

/** ALTER TABLE and its kin (INDEX, VIEW, SEQUENCE, TYPE), which share one tree. */
export function readAlterTable(statement: AlterTableStmt, source: Source): readonly Operation[] {
  const ranges = commandRanges(source, statement.relation);
  const table = tableOf(statement.relation);
  const only = statement.relation?.inh === true ? undefined : true;
  const ifTableExists = statement.missing_ok ? true : undefined;
  return (statement.cmds ?? []).flatMap((node, at) => {
    const command = as(node, 'AlterTableCmd');
    if (!command) return [];
    const range = ranges[at] ?? source.all;
    const on = { span: source.spanOf(range), table, only, ifTableExists };
    return readCommand({ source, command, range, on }, statement.objtype);
  });
}

/** The commands follow the table's name, separated by commas; the tree does not locate them. */
function commandRanges(source: Source, relation: RangeVar | undefined): readonly TokenRange[] {
  let from = source.indexOf(relation?.location);
  const parenthesised = source.symbol(from, 40);
  if (parenthesised) from++;
  from++;
  while (source.symbol(from, 46)) from += 2;
  if (parenthesised) from++;
  if (source.symbol(from, 42)) from++;
  return source.elements({ from, to: source.all.to });
}

function readCommand(at: Command, object: AlterTableStmt['objtype']): readonly Operation[] {
  switch (object) {
    case 'OBJECT_INDEX':
      return [indexCommand(at)];
    case 'OBJECT_TYPE':
      return attributeOf(at);
    case 'OBJECT_VIEW':
    case 'OBJECT_SEQUENCE':
      return [otherObject(at, object === 'OBJECT_VIEW' ? 'view' : 'sequence')];
    default:
      return tableCommand(at);
  }
}

function otherObject({ source, range, on }: Command, object: string): Operation {
  return {
    kind: 'alterObject',
    span: on.span,
    object,
    name: on.table,
    action: source.text(range).toLowerCase(),
  };
}

function indexCommand(at: Command): Operation {
  const { source, command, range, on } = at;
  const index = on.table;
  const attached = as(command.def, 'PartitionCmd');
  if (command.subtype === 'AT_AttachPartition') {
    source.needs(11, 'ALTER INDEX … ATTACH PARTITION');
    return { kind: 'attachIndex', span: on.span, index, child: tableOf(attached?.name) };
  }
  const [option, value] = indexOption(at);
  if (option === undefined) return otherObject({ source, command, range, on }, 'index');
  return { kind: 'setIndexOption', span: on.span, index, option, value };
}

function indexOption({ source, command }: Command): readonly [string | undefined, string] {
  switch (command.subtype) {
    case 'AT_SetTableSpace':
      return ['tablespace', command.name ?? ''];
    case 'AT_SetStatistics':
      source.needs(11, 'ALTER INDEX … SET STATISTICS');
      return ['statistics', valueText(command.def)];
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions': {
      const [first] = Object.entries(optionsOf(items(command.def)));
      return first
        ? [first[0], command.subtype === 'AT_SetRelOptions' ? first[1] : 'default']
        : [undefined, ''];
    }
    default:
      return [undefined, ''];
  }
}

function tableCommand(at: Command): readonly Operation[] {
  if (at.command.subtype === 'AT_AddColumn') return addedColumn(at);
  const operation = columnCommand(at) ?? constraintCommand(at) ?? partitionCommand(at);
  if (operation) return [operation];
  return attributeCommands(at) ?? [otherObject(at, 'table')];
}

function constraintCommand({ source, command, range, on }: Command): Operation | undefined {
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AddConstraint': {
      const written = as(command.def, 'Constraint');
      const constraint = written && constraintOf(source, written, { range, newTable: false });
      return constraint && { kind: 'addConstraint', ...on, constraint, ifNotExists: false };
    }
    case 'AT_ValidateConstraint':
      return { kind: 'validateConstraint', ...on, name };
    case 'AT_DropConstraint':
      return {
        kind: 'dropConstraint',
        ...on,
        name,
        ifExists: command.missing_ok ?? false,
        cascade: command.behavior === 'DROP_CASCADE',
      };
    case 'AT_AlterConstraint': {
      const change = as(command.def, 'ATAlterConstraint');
      if (change?.alterEnforceability) source.needs(18, 'ALTER CONSTRAINT … ENFORCED');
      if (change?.alterInheritability) source.needs(18, 'ALTER CONSTRAINT … INHERIT');
      return {
        kind: 'alterConstraint',
        ...on,
        name: change?.conname ?? '',
        enforced: change?.alterEnforceability ? (change.is_enforced ?? false) : undefined,
        deferrable: change?.alterDeferrability ? (change.deferrable ?? false) : undefined,
        inherit: change?.alterInheritability ? !(change.noinherit ?? false) : undefined,
      };
    }
    default:
      return undefined;
  }
}

function partitionCommand({ source, command, on }: Command): Operation | undefined {
  const partition = as(command.def, 'PartitionCmd');
  switch (command.subtype) {
    case 'AT_AttachPartition': {
      const bound = partition?.bound && boundOf(source, partition.bound);
      const isDefault = bound?.kind === 'default';
      return { kind: 'attachPartition', ...on, partition: tableOf(partition?.name), isDefault, bound };
    }
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize': {
      const finalize = command.subtype === 'AT_DetachPartitionFinalize';
      const concurrently = partition?.concurrent ?? false;
      if (concurrently) source.needs(14, 'DETACH PARTITION … CONCURRENTLY');
      if (finalize) source.needs(14, 'DETACH PARTITION … FINALIZE');
      return { kind: 'detachPartition', ...on, partition: tableOf(partition?.name), concurrently, finalize };
    }
    case 'AT_AddInherit':
    case 'AT_DropInherit': {
      const parent = tableOf(as(command.def, 'RangeVar'));
      const action = command.subtype === 'AT_AddInherit' ? 'inherit' : 'no-inherit';
      return { kind: 'changeInheritance', ...on, parent, action };
    }
    case 'AT_AddOf': {
      const type = nameOf(strings(as(command.def, 'TypeName')?.names));
      return { kind: 'setTableAttribute', ...on, attribute: 'of-type', value: type.name };
    }
    default:
      return undefined;
  }
}
