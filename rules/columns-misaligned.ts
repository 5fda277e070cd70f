import { code, codeList, defineRule, findTable, lookUp, subjectOf } from '../src/engine/rule.js';
import type { Column } from '../src/engine/rule.js';

export const columnsMisaligned = defineRule({
  id: 'columns-misaligned',
  summary: 'The columns of a new table stand in an order that wastes bytes of every row on padding',
  question: 'In which order do columns take the least room?',
  dialects: ['postgres'],
  severity: 'advice',
  offByDefault: true,
  on: ['createTable'],
  check({ operation, end, isRollback }) {
    const table = isRollback || operation.temporary ? undefined : findTable(end, operation.table);
    if (!table || table.uncertain.length > 0 || table.columns.length > MOST) return undefined;
    const columns = table.columns.filter(({ generated }) => generated?.storage !== 'virtual');
    if (!columns.every((column) => widthOf(column))) return undefined;
    const ordered = [...columns].sort((one, other) => rankOf(other) - rankOf(one));
    const wasted = bytesOf(columns) - bytesOf(ordered);
    if (wasted < WORTH) return undefined;
    const name = code(subjectOf(operation.table));
    return {
      subject: subjectOf(operation.table),
      headline: `Each row of ${name} holds ${String(wasted)} bytes of padding that another order saves`,
      message: `PostgreSQL stores the columns in the order written, and lets each begin at a multiple of its alignment: behind a boolean, a bigint leaves seven bytes empty. The order cannot be changed once the table exists.`,
      remedy: `Write ${codeList(ordered.map((column) => column.name))}: wide fixed columns first, text and numeric last.`,
    };
  },
});

/** Bytes of a row that are worth a word. */
const WORTH = 8;

/** As many columns as a table can have. */
const MOST = 1600;

/** Length and alignment of fixed types; a length of 0 varies. Source: pg_type, typlen and typalign. */
const WIDTHS: Readonly<Record<string, readonly [number, number]>> = {
  bool: [1, 1],
  boolean: [1, 1],
  smallint: [2, 2],
  int: [4, 4],
  bigint: [8, 8],
  real: [4, 4],
  float4: [4, 4],
  float8: [8, 8],
  'double precision': [8, 8],
  date: [4, 4],
  time: [8, 8],
  timestamp: [8, 8],
  timestamptz: [8, 8],
  uuid: [16, 1],
  text: [0, 1],
  varchar: [0, 1],
  char: [0, 1],
  numeric: [0, 1],
  bytea: [0, 1],
  json: [0, 1],
  jsonb: [0, 1],
};

function widthOf({ type }: Column): readonly [number, number] | undefined {
  return (type.arrayDimensions ?? 0) > 0 ? [0, 1] : lookUp(WIDTHS, type.name);
}

function rankOf(column: Column): number {
  const [length, alignment] = widthOf(column) ?? [0, 1];
  return length === 0 ? 0 : alignment;
}

/** Where the last column ends; what varies is taken as nothing, at the alignment of a short value. */
function bytesOf(columns: readonly Column[]): number {
  return columns.reduce((at, column) => {
    const [length, alignment] = widthOf(column) ?? [0, 1];
    return Math.ceil(at / alignment) * alignment + length;
  }, 0);
}
