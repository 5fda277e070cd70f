import { describe, expect, it } from '@jest/globals';
import { read, readOne, statementsOf } from './reading.js';

describe('bodies', () => {
  it('walks a procedure, each statement at its place', () => {
    const { operations, body } = readOne(
      'CREATE PROCEDURE p(a INT)\nBEGIN\n  IF a THEN\n    ALTER TABLE t ADD x INT;\n  END IF;\n  DELETE FROM u;\nEND',
    );
    expect(operations).toMatchObject([
      { kind: 'createRoutine', routine: { name: 'p' }, routineKind: 'procedure' },
    ]);
    expect(body?.runs).toBe('later');
    expect(
      statementsOf(body?.statements ?? []).map(({ head, span }) => [head, span.line, span.column]),
    ).toEqual([
      ['ALTER TABLE', 4, 5],
      ['DELETE', 6, 3],
    ]);
  });

  it('runs an anonymous block now', () => {
    const statement = readOne('BEGIN NOT ATOMIC DROP TABLE t; END', 'mariadb@10.11');
    expect(statement).toMatchObject({ operations: [{ kind: 'runBlock' }], body: { runs: 'now' } });
  });

  it('keeps a gap inside a body', () => {
    const { body } = readOne(
      'CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN UPDATE u SET; SET @a = 1; END',
    );
    expect(body?.statements.map(({ kind }) => kind)).toEqual(['unreadable', 'statement']);
  });
});

describe('PREPARE', () => {
  it('reads a literal as SQL, at its place in the file', () => {
    const { operations, body } = readOne("PREPARE s FROM 'ALTER TABLE t\n ADD c VARCHAR(5) DEFAULT ''x'''");
    expect(operations).toEqual([]);
    const [inner] = statementsOf(body?.statements ?? []);
    expect(body?.runs).toBe('now');
    expect(inner).toMatchObject({
      head: 'ALTER TABLE',
      operations: [{ kind: 'addColumn', span: { line: 2, column: 2, endColumn: 30 } }],
    });
  });

  it('follows a user variable to the literals that feed it', () => {
    const script =
      "SET @s = (SELECT IF(COUNT(*) > 0, 'SELECT 1', \"ALTER TABLE t DROP c\") FROM information_schema.columns WHERE column_name = 'c');\nPREPARE x FROM @s;\nEXECUTE x;";
    const [, prepare, execute] = statementsOf(read(script).entries);
    expect(statementsOf(prepare?.body?.statements ?? []).map(({ head, span }) => [head, span.line])).toEqual([
      ['SELECT', 1],
      ['ALTER TABLE', 1],
    ]);
    expect(prepare?.operations).toEqual([]);
    expect(execute).toMatchObject({ head: 'EXECUTE', operations: [] });
  });

  it('puts CONCAT of literals together, and says so where the text is computed', () => {
    const [, whole] = statementsOf(read("SET @s = CONCAT('DROP TABLE ', 't'); PREPARE x FROM @s;").entries);
    expect(statementsOf(whole?.body?.statements ?? [])).toMatchObject([
      { operations: [{ kind: 'dropTable', table: { name: 't' } }] },
    ]);
    const [, computed] = statementsOf(read("SET @s = CONCAT('DROP TABLE ', @t); PREPARE x FROM @s;").entries);
    expect(computed).toMatchObject({ operations: [{ kind: 'executeDynamic', name: 'x' }] });
    expect(computed?.body).toBeUndefined();
  });
});
