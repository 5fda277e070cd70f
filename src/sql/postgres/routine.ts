import type { AlterFunctionStmt, CreateFunctionStmt, Node } from 'libpg-query';
import type { Operation, OperationOf } from '../operation.js';
import { objectName, objectWord } from './drop.js';
import type { Source } from './source.js';
import { as, each, nameOf, strings, valueText } from './tree.js';

type Volatility = OperationOf<'createRoutine'>['volatility'];

/** CREATE FUNCTION and CREATE PROCEDURE, without what their bodies do. */
export function readCreateRoutine(statement: CreateFunctionStmt, source: Source): readonly Operation[] {
  const isProcedure = statement.is_procedure ?? false;
  if (isProcedure) source.needs(11, 'CREATE PROCEDURE');
  if (statement.sql_body) source.needs(14, 'A routine body without quotes');
  return [
    {
      kind: 'createRoutine',
      span: source.span,
      routine: nameOf(strings(statement.funcname)),
      routineKind: isProcedure ? 'procedure' : 'function',
      orReplace: statement.replace ?? false,
      language: languageOf(statement.options) ?? (statement.sql_body ? 'sql' : undefined),
      volatility: volatilityOf(statement.options),
    },
  ];
}

/** The LANGUAGE of a routine or a DO block, lower case. */
export function languageOf(options: readonly Node[] | undefined): string | undefined {
  const language = each(options, 'DefElem').find(({ defname }) => defname === 'language');
  return language && valueText(language.arg).toLowerCase();
}

function volatilityOf(options: readonly Node[] | undefined): Volatility {
  const option = each(options, 'DefElem').find(({ defname }) => defname === 'volatility');
  const word = valueText(option?.arg);
  return word === 'volatile' || word === 'stable' || word === 'immutable' ? word : undefined;
}

/** ALTER FUNCTION: the action names the volatility where that is what changes. */
export function readAlterRoutine(statement: AlterFunctionStmt, source: Source): readonly Operation[] {
  const object = objectWord(statement.objtype);
  const name = objectName(statement.func && { ObjectWithArgs: statement.func });
  const action = volatilityOf(statement.actions) ?? 'change';
  return [{ kind: 'alterObject', span: source.span, object, name, action }];
}

/** The literal that holds a routine's or a DO block's body; a C function has two. */
export function bodyOf(options: readonly Node[] | undefined): string | undefined {
  const body = each(options, 'DefElem').find(({ defname }) => defname === 'as')?.arg;
  const list = as(body, 'List')?.items;
  if (list) return list.length === 1 ? valueText(list[0]) : undefined;
  return as(body, 'String')?.sval;
}
