import { describe, expect, it } from '@jest/globals';
import type { Operation } from '../../../src/sql/operation.js';
import { readPostgres } from '../../../src/sql/postgres/read.js';
import type { Script } from '../../../src/sql/statement.js';

const version = { dialect: 'postgres', major: 18, minor: 0, patch: 0 } as const;

async function read(text: string): Promise<Script> {
  return readPostgres({ dialect: 'postgres', version, text });
}

async function operations(text: string): Promise<readonly Operation[]> {
  const { entries } = await read(text);
  return entries.flatMap((entry) => {
    if (entry.kind === 'unreadable') throw new Error(entry.unreadable.reason);
    return entry.statement.operations;
  });
}

describe('readPostgres', () => {
  it('reads a table with its columns and constraints', async () => {
    expect(
      (await operations('CREATE TABLE a.t (id bigserial PRIMARY KEY, n int8 NOT NULL DEFAULT 1)')).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['createTable', 'addColumn', 'addConstraint', 'addColumn']);
  });
});
