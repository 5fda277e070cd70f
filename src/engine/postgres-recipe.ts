import type { ColumnDefinition, IndexDefinition } from '../sql/column.js';
import type { ServerVersion } from '../sql/dialect.js';
import type { ObjectName } from '../sql/name.js';
import type { RecipeStep } from './finding.js';
import { nextRows } from './batch-recipe.js';
import { createIndexSql } from './recipe-sql.js';
import { code, isPrintable, quoteName, sqlNameOf } from './words.js';

/** Bytes of a name that PostgreSQL keeps. Source: NAMEDATALEN in the manual, Identifiers. */
const MAX_NAME = 63;

/** A name for an object that a recipe makes: "orders_total_check". */
export function recipeName(...parts: readonly string[]): string {
  const name = parts.join('_');
  return Buffer.byteLength(name) <= MAX_NAME ? name : `${Array.from(name).slice(0, 40).join('')}_new`;
}

/** One CREATE INDEX CONCURRENTLY, alone in its file. */
export function concurrentIndexStep(
  server: ServerVersion,
  table: ObjectName,
  index: IndexDefinition,
  name: string,
): RecipeStep {
  return {
    kind: 'migration',
    title: 'Build the index while reads and writes go on',
    text: `${createIndexSql(server, table, index, { name, concurrently: true })};`,
    transaction: 'none',
  };
}

/** VALIDATE CONSTRAINT, which lets writers go on, in a file of its own. */
export function validateStep(server: ServerVersion, table: ObjectName, name: string): RecipeStep {
  return {
    kind: 'migration',
    title: 'Check the rows that are there, while reads and writes go on',
    text: `ALTER TABLE ${sqlNameOf(server, table)} VALIDATE CONSTRAINT ${quoteName(server, name)};`,
  };
}

/** NOT NULL for columns that may hold NULL, without reading the table under a strong lock. PostgreSQL 12 and later. */
export function notNullSteps(
  server: ServerVersion,
  table: ObjectName,
  columns: readonly string[],
): readonly RecipeStep[] {
  const target = sqlNameOf(server, table);
  return columns.flatMap((column): readonly RecipeStep[] => {
    const written = quoteName(server, column);
    const name = recipeName(table.name, column, 'not_null');
    if (server.major >= 18) {
      return [
        {
          kind: 'migration',
          title: `Refuse NULL in ${code(column)} from now on, without looking at the rows that are there`,
          text: `ALTER TABLE ${target} ADD CONSTRAINT ${quoteName(server, name)} NOT NULL ${written} NOT VALID;`,
        },
        validateStep(server, table, name),
      ];
    }
    return [
      {
        kind: 'migration',
        title: `Refuse NULL in ${code(column)} from now on, without looking at the rows that are there`,
        text: `ALTER TABLE ${target} ADD CONSTRAINT ${quoteName(server, name)} CHECK (${written} IS NOT NULL) NOT VALID;`,
      },
      validateStep(server, table, name),
      {
        kind: 'migration',
        title:
          'The valid CHECK is the proof: SET NOT NULL reads nothing; drop it afterwards in an ALTER of its own',
        text: `ALTER TABLE ${target} ALTER COLUMN ${written} SET NOT NULL;\nALTER TABLE ${target} DROP CONSTRAINT ${quoteName(server, name)};`,
      },
    ];
  });
}

interface Fill {
  /** The column to fill, and another that must hold a value for it, as SQL writes them. */
  readonly column: string;
  readonly from?: string;
  readonly value: string;
  /** The value is NULL in some rows, which stay as they are: else no batch would be the last one. */
  readonly mayBeNull: boolean;
}

/** Fills rows a few thousand at a time, each batch a transaction of its own, until none is left. */
export function backfillSteps(
  server: ServerVersion,
  table: ObjectName,
  { column, from, value, mayBeNull }: Fill,
): readonly RecipeStep[] {
  const target = sqlNameOf(server, table);
  if (![target, column, from ?? ''].every(isPrintable)) return [];
  const written = isPrintable(value) ? value : '…';
  const open = `${column} IS NULL${from === undefined ? '' : ` AND ${from} IS NOT NULL`}`;
  const next = mayBeNull ? `${open} AND (${written}) IS NOT NULL` : open;
  return [
    {
      kind: 'script',
      title: 'In psql, fill the rows that are there in batches; stop it when it says UPDATE 0',
      text: [
        `UPDATE ${target} SET ${column} = ${written}`,
        `WHERE ${nextRows(target, next)}`,
        `  AND ${open}`,
        '\\watch 1',
      ].join('\n'),
    },
  ];
}

/** A trigger that keeps a column filled from the others, until the code does it. */
export function fillTriggerStep(
  server: ServerVersion,
  table: ObjectName,
  column: string,
  value: string,
): RecipeStep {
  const name = quoteName(server, recipeName(table.name, column, 'fill'));
  const run = server.major >= 11 ? 'FUNCTION' : 'PROCEDURE';
  return {
    kind: 'migration',
    title: 'Let a trigger fill it in every row that is written from now on',
    text: [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$`,
      'BEGIN',
      `  NEW.${quoteName(server, column)} := ${value};`,
      '  RETURN NEW;',
      'END',
      '$$;',
      `CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${sqlNameOf(server, table)}`,
      `  FOR EACH ROW EXECUTE ${run} ${name}();`,
    ].join('\n'),
  };
}

/** A column as the statement wrote it, without what makes the server write every row. */
export function bareColumn(column: ColumnDefinition): ColumnDefinition {
  return { name: column.name, type: column.type, collation: column.collation };
}
