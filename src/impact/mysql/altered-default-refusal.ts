import type { Column } from '../../catalog/catalog.js';
import { findColumn } from '../../catalog/find.js';
import type { ColumnDefault } from '../../sql/column.js';
import type { Change } from './change.js';
import type { Refusal } from './clause.js';
import { fits } from './default-refusal.js';
import type { RefusalCheck } from './refusal.js';
import { isMysql, isStrict, variable } from './subject.js';
import type { KnownAlteration } from './subject.js';

/** Defaults that depend on more than the definition that writes them: on the column that is there, on the sql_mode. */
export const DEFAULT_REFUSALS: readonly RefusalCheck[] = [
  { kinds: ['change-default'], check: unfitAltered },
  { kinds: [], check: zeroDate },
];

/** ALTER COLUMN … SET DEFAULT, whose column is written elsewhere. */
function unfitAltered({ operation }: Change, alteration: KnownAlteration): Refusal | undefined {
  if (operation.kind !== 'setColumnDefault') return undefined;
  const column = findColumn(alteration.table, operation.column);
  const value = operation.default;
  if (!column || value?.kind !== 'literal') return undefined;
  if (isMysql(alteration) && isBlob(column)) {
    return {
      code: '1101',
      reason: `Column ${column.name} is ${column.type.text}, which can have no literal default.`,
    };
  }
  return fits(value.text, column)
    ? undefined
    : { code: '1067', reason: `The default does not fit column ${column.name}.` };
}

function isBlob({ type }: Column): boolean {
  return /(?:text|blob)$|^(?:json|geometry|point|linestring|polygon|multi.*|geom.*collection)$/.test(
    type.name,
  );
}

/** A default that is no date: refused where the sql_mode is strict and has NO_ZERO_DATE, as MySQL's is by default. */
function zeroDate({ operation }: Change, alteration: KnownAlteration): Refusal | undefined {
  const written = defaultOf(operation);
  if (written?.value?.kind !== 'literal' || !written.value.text.startsWith('0000-00-00')) return undefined;
  if (!isStrict(alteration) || !refusesZeroDates(alteration)) return undefined;
  const type = written.type ?? findColumn(alteration.table, written.name)?.type.name;
  if (!/^(?:date|datetime|timestamp)$/.test(type ?? '')) return undefined;
  return {
    code: '1067',
    reason: `The default of ${written.name} is no date, which the sql_mode does not allow.`,
  };
}

interface Written {
  readonly name: string;
  /** Undefined where the statement does not write it. */
  readonly type?: string;
  readonly value?: ColumnDefault | undefined;
}

function defaultOf(operation: Change['operation']): Written | undefined {
  if (operation.kind === 'setColumnDefault') return { name: operation.column, value: operation.default };
  const column =
    operation.kind === 'addColumn'
      ? operation.column
      : operation.kind === 'redefineColumn'
        ? operation.definition
        : undefined;
  return column && { name: column.name, type: column.type.name, value: column.default };
}

/** MariaDB's default sql_mode is strict without NO_ZERO_DATE. */
export function refusesZeroDates(alteration: KnownAlteration): boolean {
  const mode = variable(alteration, 'sql_mode');
  if (mode === undefined || mode === 'default') return isMysql(alteration);
  return /no_zero_date|traditional/.test(mode);
}
