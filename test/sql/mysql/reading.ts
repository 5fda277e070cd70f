import { parseVersion, type ServerVersion } from '../../../src/sql/dialect.js';
import { readMysql } from '../../../src/sql/mysql/read.js';
import type { Operation, OperationKind, OperationOf } from '../../../src/sql/operation.js';
import type { Script, ScriptEntry, Statement, Unreadable } from '../../../src/sql/statement.js';

/** "mysql@8.0" or "mariadb@10.11" as a server version. */
export function server(name: string): ServerVersion {
  const [dialect, version = ''] = name.split('@');
  const parsed = dialect === 'mysql' || dialect === 'mariadb' ? parseVersion(dialect, version) : undefined;
  if (!parsed) throw new Error(`no such server: ${name}`);
  return parsed;
}

export function read(text: string, on = 'mysql@8.0'): Script {
  const version = server(on);
  return readMysql({ dialect: version.dialect, version, text });
}

export function statementsOf(entries: readonly ScriptEntry[]): Statement[] {
  return entries.map((entry) => {
    if (entry.kind === 'statement') return entry.statement;
    throw new Error(`${entry.unreadable.reason}: ${entry.unreadable.text}`);
  });
}

export function readOne(text: string, on?: string): Statement {
  const [statement, ...others] = statementsOf(read(text, on).entries);
  if (!statement || others.length > 0) throw new Error(`not one statement: ${text}`);
  return statement;
}

export function refusedOne(text: string, on?: string): Unreadable {
  const { entries } = read(text, on);
  const [entry] = entries;
  if (entries.length !== 1 || entry?.kind !== 'unreadable') throw new Error(`not one gap: ${text}`);
  return entry.unreadable;
}

export function operationOf<K extends OperationKind>(text: string, kind: K, on?: string): OperationOf<K> {
  const found = readOne(text, on).operations.find(
    (operation): operation is OperationOf<K> => operation.kind === kind,
  );
  if (!found) throw new Error(`no ${kind}: ${text}`);
  return found;
}

/** An operation without its span, for comparison with what is expected. */
export function bare(operation: Operation): Record<string, unknown> {
  const { span: _span, ...rest } = operation;
  return JSON.parse(JSON.stringify(rest)) as Record<string, unknown>;
}

/** Why the server would not take the script: gaps, and syntax of another version, inside bodies too. */
export function objections(entries: readonly ScriptEntry[]): string[] {
  return entries.flatMap((entry) => {
    if (entry.kind === 'unreadable') return [entry.unreadable.reason];
    const { notInVersion, body } = entry.statement;
    return [...(notInVersion === undefined ? [] : [notInVersion]), ...objections(body?.statements ?? [])];
  });
}
