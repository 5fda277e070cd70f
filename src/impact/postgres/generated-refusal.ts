import type { Column, Table } from '../../catalog/catalog.js';
import { findColumn, findTable } from '../../catalog/find.js';
import type { ColumnDefinition, Expression } from '../../sql/column.js';
import { nameText } from '../../sql/name.js';
import type { OperationOf } from '../../sql/operation.js';
import { VOLATILE_FUNCTIONS } from './builtin-functions.js';
import type { Refusal } from './change.js';
import { isArray } from './named-type.js';
import { isKnown } from './relation.js';
import type { RefusalsByOperation, Situation } from './situation.js';

/** Functions of the clock, the session and its settings; casts between text and times are left out. */
const STABLE: ReadonlySet<string> = new Set([
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'current_setting',
  'concat',
  'concat_ws',
  'format',
  'to_char',
  'txid_current',
  'version',
]);

const COUNTED: ReadonlySet<string> = new Set([
  'smallint',
  'int',
  'bigint',
  'smallserial',
  'serial',
  'bigserial',
]);

/** What PostgreSQL does not do with generated and identity columns, and with functions that may change their answer. */
export const GENERATED_REFUSALS: RefusalsByOperation = {
  addColumn: [
    conflictingClauses,
    (operation, situation) => notImmutable(operation.column.generated?.expression, 'generation', situation),
  ],
  addIndex: [
    ({ index }, situation) =>
      index.parts.map(({ expression }) => notImmutable(expression, 'index', situation)).find(Boolean),
    ({ index }, situation) => notImmutable(index.where, 'index predicate', situation),
  ],
  setColumnDefault: [
    (operation, situation) => {
      const column = columnOf(operation, situation);
      // A stored column stops being one by DROP EXPRESSION.
      if (!column?.identity && !column?.generated) return undefined;
      const what = column.identity ? 'an identity' : 'a generated';
      return {
        code: '42601',
        reason: `${operation.column} is ${what} column, which has no default of its own.`,
      };
    },
  ],
  setColumnNullable: [
    (operation, situation) =>
      operation.nullable && columnOf(operation, situation)?.identity
        ? { code: '42601', reason: `${operation.column} is an identity column, which is always NOT NULL.` }
        : undefined,
  ],
  changeColumnType: [
    (operation, situation) => {
      const isCounted = COUNTED.has(operation.type.name) && !isArray(operation.type);
      return columnOf(operation, situation)?.identity && !isCounted
        ? {
            code: '22023',
            reason: `The identity column ${operation.column} must be smallint, integer or bigint.`,
          }
        : undefined;
    },
  ],
  changeIdentity: [changedIdentity],
  setColumnExpression: [
    (operation, situation) => {
      const column = columnOf(operation, situation);
      const isQuiet = operation.ifExists === true || !column || column.generated !== undefined;
      return isQuiet
        ? undefined
        : { code: '55000', reason: `${operation.column} is not a generated column.` };
    },
  ],
};

function columnOf(
  operation: { readonly table: OperationOf<'addColumn'>['table']; readonly column: string },
  situation: Situation,
): Column | undefined {
  const table: Table | undefined = findTable(situation.now, operation.table);
  return isKnown(situation, table) ? findColumn(table, operation.column) : undefined;
}

function conflictingClauses({ column }: OperationOf<'addColumn'>): Refusal | undefined {
  const isSerial = /^(?:small|big)?serial$/.test(column.type.name);
  const claims = [
    isSerial || column.default !== undefined,
    column.identity !== undefined,
    column.generated !== undefined,
  ].filter(Boolean);
  if (claims.length > 1) {
    return {
      code: '42601',
      reason: `${column.name} has more than one of DEFAULT, IDENTITY and a generation expression.`,
    };
  }
  if ((isSerial || column.identity) && column.nullable === true) {
    return { code: '42601', reason: `${column.name} cannot be both NULL and NOT NULL.` };
  }
  return wrongIdentity(column);
}

function wrongIdentity({ name, type, identity }: ColumnDefinition): Refusal | undefined {
  if (!identity || !BUILT_IN_OTHER.test(type.name)) return undefined;
  return { code: '22023', reason: `The identity column ${name} must be smallint, integer or bigint.` };
}

/** Types that are certainly none of those. */
const BUILT_IN_OTHER =
  /^(?:text|varchar|char|numeric|real|double precision|uuid|boolean|date|timestamp|timestamptz)$/;

function notImmutable(
  expression: Expression | undefined,
  what: string,
  { now }: Situation,
): Refusal | undefined {
  // The history's own function of the name may be another.
  const isOwn = (name: string): boolean => now.routines.some((routine) => routine.name.name === name);
  const called = expression?.functions.find(
    (name) => (STABLE.has(name) || VOLATILE_FUNCTIONS.has(name)) && !isOwn(name),
  );
  return called === undefined
    ? undefined
    : { code: '42P17', reason: `The ${what} expression calls ${called}(), which is not immutable.` };
}

function changedIdentity(
  operation: OperationOf<'changeIdentity'>,
  situation: Situation,
): Refusal | undefined {
  const column = columnOf(operation, situation);
  if (!column) return undefined;
  const at = `${nameText(operation.table)}.${operation.column}`;
  if (operation.action !== 'add') {
    return column.identity || operation.ifExists === true
      ? undefined
      : { code: '55000', reason: `${at} is not an identity column.` };
  }
  if (!COUNTED.has(column.type.name)) {
    return wrongIdentity({ name: operation.column, type: column.type, identity: 'always' });
  }
  if (column.nullable)
    return { code: '55000', reason: `${at} must be NOT NULL before it can be an identity column.` };
  if (column.identity) return { code: '55000', reason: `${at} is an identity column already.` };
  return column.default || column.type.name.endsWith('serial')
    ? { code: '55000', reason: `${at} has a default already.` }
    : undefined;
}
