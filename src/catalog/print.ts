import type { ObjectName } from '../sql/name.js';
import type { Catalog, Column, Table } from './catalog.js';
import { sorted } from './json.js';
import { printMysqlColumn, printMysqlTable } from './mysql/print.js';
import {
  printPostgresColumn,
  printPostgresForeignKeys,
  printPostgresTable,
  printPostgresType,
} from './postgres/print.js';

/** The schema as CREATE statements in the server's own style; what the history leaves open stands in comments. */
export function printCatalog(catalog: Catalog): string {
  const tables = sorted(catalog.tables);
  const isPostgres = catalog.dialect === 'postgres';
  const types = isPostgres ? sorted(catalog.types).map(printPostgresType) : [];
  const created = tables.map((table) =>
    commented(table, isPostgres ? printPostgresTable(table) : printMysqlTable(table)),
  );
  const keys = isPostgres ? tables.flatMap(printPostgresForeignKeys) : [];
  const views = sorted(catalog.views).map((view) => {
    const kind = view.materialized ? 'materialized view' : 'view';
    const reads = view.reads.length > 0 ? `, which reads ${view.reads.map(dotted).join(', ')}` : '';
    return `-- ${kind} ${dotted(view.name)}${reads}`;
  });
  const doubts = catalog.uncertain.map((reason) => `-- uncertain: ${oneLine(reason)}`);
  return [...doubts, ...types, ...created, ...keys, ...views].map((text) => `${text}\n`).join('\n');
}

/** One column as its CREATE TABLE writes it. */
export function printColumn(table: Table, column: Column): string {
  return table.dialect === 'postgres' ? printPostgresColumn(column) : printMysqlColumn(column, table);
}

function commented(table: Table, text: string): string {
  return [...table.uncertain.map((reason) => `-- uncertain: ${oneLine(reason)}`), text].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

function dotted(name: ObjectName): string {
  return oneLine(name.schema === undefined ? name.name : `${name.schema}.${name.name}`);
}
