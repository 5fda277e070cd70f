import type { Operation } from '../operation.js';
import type { Command } from './alter-command.js';
import { dataTypeOf } from './data-type.js';
import { as } from './tree.js';

/** ALTER TYPE … ADD, DROP or ALTER ATTRIBUTE, which the tree writes as commands on columns. */
export function attributeOf({ command, on }: Command): readonly Operation[] {
  const written = as(command.def, 'ColumnDef');
  const common = {
    kind: 'alterCompositeType',
    span: on.span,
    type: on.table,
    attributeType: written && dataTypeOf(written.typeName),
    cascade: command.behavior === 'DROP_CASCADE',
  } as const;
  switch (command.subtype) {
    case 'AT_AddColumn':
      return [{ ...common, action: 'add', attribute: written?.colname ?? '' }];
    case 'AT_DropColumn':
      return [{ ...common, action: 'drop', attribute: command.name ?? '' }];
    case 'AT_AlterColumnType':
      return [{ ...common, action: 'change', attribute: command.name ?? '' }];
    default:
      return [
        { kind: 'alterObject', span: on.span, object: 'type', name: on.table, action: command.subtype ?? '' },
      ];
  }
}
