import type { Operation } from '../sql/operation.js';

/** The names that an operation gives to something new, or to something that it renames. */
export function namesMadeBy(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'createTable':
      return [operation.table.name];
    case 'renameTable':
      return [operation.to.name];
    case 'addColumn':
      return [operation.column.name];
    case 'redefineColumn':
      return [operation.definition.name];
    case 'addIndex':
      return operation.index.name === undefined ? [] : [operation.index.name];
    case 'addConstraint':
      return operation.constraint.name === undefined ? [] : [operation.constraint.name];
    case 'createView':
      return [operation.view.name];
    case 'createSequence':
      return [operation.sequence.name];
    case 'createType':
      return [operation.type.name];
    case 'createTrigger':
      return [operation.trigger];
    case 'createRoutine':
      return [operation.routine.name];
    case 'createSchema':
      return [operation.schema];
    case 'renameColumn':
    case 'renameIndex':
    case 'renameConstraint':
    case 'renameObject':
      return [operation.to];
    default:
      return [];
  }
}
