import type { Node } from 'libpg-query';
import type { DataType } from '../column.js';
import type { Operation } from '../operation.js';
import type { Command } from './alter-command.js';
import { columnOf } from './column.js';
import { dataTypeOf } from './data-type.js';
import { defaultOf, expressionOf } from './expression.js';
import { optionsOf } from './index-definition.js';
import type { TokenRange } from './source.js';
import { as, items, strings, valueText } from './tree.js';

/** ADD COLUMN: the column, then the constraints written inside of it. */
export function addedColumn({ source, command, range, on }: Command): readonly Operation[] {
  const written = as(command.def, 'ColumnDef');
  if (!written) return [];
  const place = { from: source.indexOf(written.location), to: range.to };
  const { definition, constraints } = columnOf(source, written, place, false);
  const ifNotExists = command.missing_ok ?? false;
  return [
    { kind: 'addColumn', ...on, column: definition, ifNotExists },
    ...constraints.map(({ constraint, span }): Operation => ({
      kind: 'addConstraint',
      ...on,
      span,
      constraint,
      ifNotExists,
    })),
  ];
}

/** Commands on one column; undefined when the command is another. */
export function columnCommand(at: Command): Operation | undefined {
  const { source, command, range, on } = at;
  const column = command.name ?? '';
  switch (command.subtype) {
    case 'AT_DropColumn':
      return {
        kind: 'dropColumn',
        ...on,
        column,
        ifExists: command.missing_ok ?? false,
        cascade: command.behavior === 'DROP_CASCADE',
      };
    case 'AT_AlterColumnType':
      return typeCommand(at, column);
    case 'AT_ColumnDefault': {
      const text = after(at, 'DEFAULT');
      const value = command.def && defaultOf(source, command.def, text);
      return { kind: 'setColumnDefault', ...on, column, default: value };
    }
    case 'AT_DropNotNull':
    case 'AT_SetNotNull':
      return { kind: 'setColumnNullable', ...on, column, nullable: command.subtype === 'AT_DropNotNull' };
    case 'AT_SetExpression': {
      source.needs(17, 'SET EXPRESSION');
      const expression = expressionOf(source, command.def, source.group(range) ?? range);
      return { kind: 'setColumnExpression', ...on, column, expression };
    }
    case 'AT_DropExpression':
      source.needs(13, 'DROP EXPRESSION');
      return { kind: 'setColumnExpression', ...on, column, ifExists: command.missing_ok };
    case 'AT_AddIdentity':
    case 'AT_SetIdentity':
    case 'AT_DropIdentity': {
      const action = IDENTITY_ACTIONS[command.subtype];
      return { kind: 'changeIdentity', ...on, column, action, ifExists: command.missing_ok };
    }
    default:
      return attributeCommand(at, column);
  }
}

const IDENTITY_ACTIONS = { AT_AddIdentity: 'add', AT_SetIdentity: 'set', AT_DropIdentity: 'drop' } as const;

function typeCommand(at: Command, column: string): Operation {
  const { source, command, on } = at;
  const written = as(command.def, 'ColumnDef');
  const using = written?.raw_default && expressionOf(source, written.raw_default, after(at, 'USING'));
  return {
    kind: 'changeColumnType',
    ...on,
    column,
    type: dataTypeOf(written?.typeName),
    collation: strings(written?.collClause?.collname).at(-1),
    using,
    casts: written?.raw_default && castsOf(written.raw_default, column),
  };
}

/** The casts around the bare column, the innermost first; undefined for any other expression. */
function castsOf(using: Node, column: string): readonly DataType[] | undefined {
  const casts: DataType[] = [];
  let node: Node | undefined = using;
  for (let cast = as(node, 'TypeCast'); cast; cast = as(node, 'TypeCast')) {
    casts.push(dataTypeOf(cast.typeName));
    node = cast.arg;
  }
  const reference = as(node, 'ColumnRef');
  return strings(reference?.fields).at(-1) === column ? casts.toReversed() : undefined;
}

function attributeCommand({ source, command, on }: Command, column: string): Operation | undefined {
  const common = { kind: 'setColumnAttribute', ...on, column } as const;
  switch (command.subtype) {
    case 'AT_SetStatistics':
      return { ...common, attribute: 'statistics', value: command.def ? valueText(command.def) : 'default' };
    case 'AT_SetStorage':
      return { ...common, attribute: 'storage', value: valueText(command.def).toLowerCase() };
    case 'AT_SetCompression':
      source.needs(14, 'SET COMPRESSION');
      return { ...common, attribute: 'compression', value: valueText(command.def) };
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
    case 'AT_AlterColumnGenericOptions': {
      const isReset = command.subtype === 'AT_ResetOptions';
      const options = Object.entries(optionsOf(items(command.def)));
      const value = options.map(([name, text]) => `${name}=${isReset ? 'default' : text}`).join(', ');
      return { ...common, attribute: 'options', value };
    }
    default:
      return undefined;
  }
}

/** What follows the word to the end of the command. */
function after({ source, range }: Command, word: string): TokenRange {
  const index = source.find(word, range);
  return index === undefined ? range : { from: index + 1, to: range.to };
}
