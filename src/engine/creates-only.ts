import type { ObjectName } from '../sql/name.js';
import type { Operation } from '../sql/operation.js';
import type { ScriptEntry, Statement } from '../sql/statement.js';

/** Objects that a file has made so far. */
interface Made {
  /** By a plain CREATE TABLE, which fails where the table is there already. */
  readonly tables: Set<string>;
  /** By CREATE TABLE IF NOT EXISTS, which goes on where the table is there already. */
  readonly tablesIfMissing: Set<string>;
  readonly others: Set<string>;
}

function nameKey({ schema, name }: ObjectName): string {
  return `${schema === undefined || schema === 'public' ? '' : `${schema}.`}${name}`.toLowerCase();
}

/**
 * The first statement that does more than make a schema out of nothing, so that running the file on a database that has
 * the schema already would change it. Undefined: there it fails at the first object that exists, and does no harm.
 */
export function firstBeyondCreating(entries: readonly ScriptEntry[]): Statement | 'unreadable' | undefined {
  const made: Made = { tables: new Set(), tablesIfMissing: new Set(), others: new Set() };
  for (const entry of entries) {
    if (entry.kind === 'unreadable') return 'unreadable';
    const { statement } = entry;
    if (statement.body?.runs === 'now') return statement;
    const here = new Set<string>();
    for (const operation of statement.operations) {
      if (!onlyCreates(operation, made, here)) return statement;
    }
  }
  return undefined;
}

/** `here`: tables that the same statement makes if they are missing. */
function onlyCreates(operation: Operation, made: Made, here: Set<string>): boolean {
  switch (operation.kind) {
    case 'createTable': {
      const key = nameKey(operation.table);
      if (operation.orReplace === true || operation.asQuery !== undefined) return false;
      if (operation.ifNotExists) here.add(key);
      (operation.ifNotExists ? made.tablesIfMissing : made.tables).add(key);
      return true;
    }
    case 'createView':
      made.others.add(nameKey(operation.view));
      return !operation.orReplace;
    case 'createSequence':
      made.others.add(nameKey(operation.sequence));
      return true;
    case 'createType':
      made.others.add(nameKey(operation.type));
      return true;
    case 'createRoutine':
      made.others.add(nameKey(operation.routine));
      return true;
    case 'createObject':
      made.others.add(nameKey(operation.name));
      return operation.table === undefined || isMade(operation.table, made);
    case 'alterSequence':
      return made.others.has(nameKey(operation.sequence));
    case 'alterObject':
      return made.others.has(nameKey(operation.name));
    case 'setVariable':
      return operation.scope !== 'global' && operation.scope !== 'persist';
    case 'createSchema':
    case 'commentOn':
    case 'transaction':
    case 'useSchema':
    case 'unlockTables':
      return true;
    case 'select':
      return !operation.locking;
    case 'lockTables':
      return operation.tables.every(({ table }) => isMade(table, made));
    default:
      return changesMadeTable(operation, made, here);
  }
}

function isMade(table: ObjectName, made: Made): boolean {
  return made.tables.has(nameKey(table));
}

/** An index or constraint of a name that exists is refused: it may follow on CREATE TABLE IF NOT EXISTS. */
const REFUSED_TWICE: ReadonlySet<Operation['kind']> = new Set(['addIndex', 'addConstraint', 'createTrigger']);

function changesMadeTable(operation: Operation, made: Made, here: ReadonlySet<string>): boolean {
  const table = 'table' in operation ? operation.table : undefined;
  if (table === undefined) return false;
  if (isMade(table, made) || here.has(nameKey(table))) return true;
  return REFUSED_TWICE.has(operation.kind) && made.tablesIfMissing.has(nameKey(table));
}
