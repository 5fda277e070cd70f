import type { ServerVersion } from '../../../src/sql/dialect.js';
import type { Operation, OperationKind, OperationOf } from '../../../src/sql/operation.js';
import { readPostgres } from '../../../src/sql/postgres/read.js';
import type { Script, ScriptEntry, Statement, Unreadable } from '../../../src/sql/statement.js';

function version(major: number): ServerVersion {
  return { dialect: 'postgres', major, minor: 0, patch: 0 };
}

export async function read(text: string, major = 18, dml: 'head' | 'full' = 'full'): Promise<Script> {
  return readPostgres({ dialect: 'postgres', version: version(major), text, dml });
}

export function statementOf(entry: ScriptEntry | undefined): Statement {
  if (entry?.kind !== 'statement') throw new Error(entry ? entry.unreadable.reason : 'there is no entry');
  return entry.statement;
}

export async function statements(text: string, major = 18): Promise<readonly Statement[]> {
  return (await read(text, major)).entries.map(statementOf);
}

export async function gaps(text: string): Promise<readonly Unreadable[]> {
  return (await read(text)).entries.flatMap((entry) =>
    entry.kind === 'unreadable' ? [entry.unreadable] : [],
  );
}

/** The operations without their spans, which have tests of their own, and without what is undefined. */
export async function operations(text: string, major = 18): Promise<readonly object[]> {
  const all = (await statements(text, major)).flatMap((statement) => statement.operations);
  return all.map((operation) => JSON.parse(JSON.stringify({ ...operation, span: undefined })) as object);
}

export async function only<K extends OperationKind>(kind: K, text: string): Promise<OperationOf<K>> {
  const all = (await statements(text)).flatMap((statement) => statement.operations);
  const found = all.filter((operation): operation is OperationOf<K> => operation.kind === kind);
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} operations ${kind} in ${text}`);
  return first;
}

/** What the spans of operations cover. */
export function covered(text: string, all: readonly Operation[]): readonly string[] {
  return all.map(({ span }) => text.slice(span.start, span.end));
}
