import { describe, expect, it } from '@jest/globals';
import type { ScriptEntry, Statement } from '../../../src/sql/statement.js';
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

describe('CALL', () => {
  const inside = (script: string): string[] => {
    const [statement] = statementsOf(read(script).entries).filter(({ head }) => head === 'CALL');
    const deep = (entries: readonly ScriptEntry[]): Statement[] =>
      statementsOf(entries).flatMap((one) => [one, ...deep(one.body?.statements ?? [])]);
    return deep(statement?.body?.statements ?? []).map(({ head, span }) => `${head} ${String(span.line)}`);
  };
  const create = (text: string, more = ''): string =>
    `CREATE PROCEDURE p(IN t VARCHAR(64), c VARCHAR(64)) BEGIN ${more}\nSET @q = ${text}; PREPARE x FROM @q;\nEND;\n`;
  const DROP = "CONCAT('ALTER TABLE ', t, ' DROP ', `c`, ';')";

  it('shows what a procedure of the script does, at its place', () => {
    expect(inside('CREATE PROCEDURE p() BEGIN\nDROP TABLE t;\nEND;\nCALL P();')).toEqual(['DROP TABLE 2']);
    expect(inside('CALL p();\nCREATE PROCEDURE p() DROP TABLE t;')).toEqual([]);
  });

  it('puts the arguments in, and shows what they complete at the call', () => {
    const called = [...read(`${create(DROP)}CALL p('orders', 'a');\nCALL p('b', 'c');`).entries];
    expect(inside(`${create(DROP)}CALL p('orders', 'a');`)).toEqual(['SET 2', 'PREPARE 2', 'ALTER TABLE 4']);
    const calls = statementsOf(called).filter(({ head }) => head === 'CALL');
    const altered = calls.map(({ body }) =>
      statementsOf(statementsOf(body?.statements ?? [])[1]?.body?.statements ?? []),
    );
    expect(altered.flat()).toMatchObject([
      { operations: [{ kind: 'dropColumn', table: { name: 'orders' }, column: 'a' }] },
      { operations: [{ kind: 'dropColumn', table: { name: 'b' }, column: 'c' }] },
    ]);
    expect(calls[0]?.operations).toMatchObject([{ kind: 'call', isRead: true }]);
  });

  it('hands arguments on to a procedure that the procedure calls', () => {
    const script = `${create(DROP)}CREATE PROCEDURE q(t VARCHAR(64)) CALL p(t, 'old');\nCALL q('orders');`;
    expect(inside(script)).toEqual(['CALL 4', 'SET 2', 'PREPARE 2', 'ALTER TABLE 5']);
  });

  it.each([
    ['a variable', DROP, '', "CALL p('orders', @c);"],
    ['a parameter that the body sets', DROP, "SET c = 'id';", "CALL p('orders', 'a');"],
    ['a parameter that the body fetches', DROP, "SELECT 'a', 'id' INTO @x, c;", "CALL p('orders', 'a');"],
    ['a function', "CONCAT('DROP TABLE ', DATABASE(), t)", '', "CALL p('orders', 'a');"],
  ])('does not know the text with %s', (_what, text, before, call) => {
    expect(inside(`${create(text, before)}${call}`)).toContain('PREPARE 2');
    expect(inside(`${create(text, before)}${call}`).join()).not.toMatch(/ALTER|DROP/);
  });

  it('ends where procedures call each other without end', () => {
    const script = Array.from(
      { length: 30 },
      (_, i) => `CREATE PROCEDURE p${i}() BEGIN CALL p${i + 1}(); CALL p${i + 1}(); END;`,
    );
    expect(inside(`${script.reverse().join('\n')}\nCALL p0();`)).toHaveLength(14);
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

  const prepared = (script: string): Statement | undefined =>
    statementsOf(read(script).entries).find(({ head }) => head === 'PREPARE');
  const GUARDED = `SET @db = DATABASE();
SET @tab = "orders";
SET @col = 'note';
SET @s = (SELECT IF(
  (SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS
   WHERE table_name = @tab AND table_schema = @db AND column_name = @col) > 0,
  "SELECT 1",
  CONCAT("ALTER TABLE ", @tab, " ADD ", @col, " INT")
));
PREPARE x FROM @s;`;

  it('puts in what a variable was set to, and knows a variable that is only compared', () => {
    const statement = prepared(GUARDED);
    expect(statement?.operations).toEqual([]);
    expect(statementsOf(statement?.body?.statements ?? [])).toMatchObject([
      { head: 'SELECT' },
      {
        operations: [{ kind: 'addColumn', table: { name: 'orders' }, column: { name: 'note' } }],
        span: { line: 8, column: 11, endLine: 8 },
      },
    ]);
  });

  it.each([
    ['decides', "SET @n = 1; SET @s = IF(@n, 'DROP TABLE t', 'SELECT 1'); PREPARE x FROM @s;"],
    ['is compared', "SET @n = f(); SET @s = IF(@n > 0, 'DROP TABLE t', 'SELECT 1'); PREPARE x FROM @s;"],
    ['takes the result', "SELECT IF(f(), 'DROP TABLE t', 'SELECT 1') INTO @s; PREPARE x FROM @s;"],
    ['is assigned within', "SELECT @s := 'DROP TABLE t'; PREPARE x FROM @s;"],
    [
      'is a part of a part',
      "SET @a = 't'; SET @b = CONCAT('TABLE ', @a); SET @s = CONCAT('DROP ', @b); PREPARE x FROM @s;",
    ],
    [
      'is handed in',
      "CREATE PROCEDURE p(t TEXT) BEGIN SET @s = CONCAT('DROP TABLE ', t); PREPARE x FROM @s; END; SET @a = 't'; CALL p(@a);",
    ],
  ])('knows the text where a variable %s', (_what, script) => {
    const found = statementsOf(read(script).entries).flatMap(({ body }) =>
      statementsOf(body?.statements ?? []),
    );
    const all = [...found, ...found.flatMap(({ body }) => statementsOf(body?.statements ?? []))];
    expect(all.flatMap(({ operations }) => operations)).toContainEqual(
      expect.objectContaining({ kind: 'dropTable', table: { name: 't' } }),
    );
    expect(prepared(script)?.operations ?? []).toEqual([]);
  });

  const COMPUTED = "SET @s = CONCAT('DROP TABLE ', @t); PREPARE x FROM @s;";
  it.each([
    ['a query', `SET @t = 'a'; SELECT name INTO @t FROM u; ${COMPUTED}`],
    ['an assignment within', `SET @t = 'a'; SELECT @t := name FROM u; ${COMPUTED}`],
    ['a function', `SET @t = 'a'; SET @t = LOWER('B'); ${COMPUTED}`],
    [
      'a branch',
      `SET @t = 'a'; CREATE PROCEDURE p() BEGIN IF f() THEN SET @t = 'b'; END IF; END; ${COMPUTED}`,
    ],
    ['a procedure that it is handed to', `SET @t = 'a'; CALL p(@t); ${COMPUTED}`],
    ['nothing', COMPUTED],
  ])('does not know a variable that %s sets', (_what, script) => {
    const statement = prepared(script);
    expect(statement?.operations).toMatchObject([{ kind: 'executeDynamic' }]);
    expect(statement?.body).toBeUndefined();
  });

  it('does not take a list that GROUP_CONCAT makes for a statement', () => {
    const script = "SELECT GROUP_CONCAT('DROP TABLE ', name) INTO @s FROM u; PREPARE x FROM @s;";
    expect(prepared(script)).toMatchObject({ operations: [{ kind: 'executeDynamic' }] });
  });

  it('ends where a variable is doubled again and again', () => {
    const script = `SET @s = 'DROP TABLE t; ';\n${'SET @s = CONCAT(@s, @s);\n'.repeat(64)}PREPARE x FROM @s;`;
    expect(prepared(script)).toMatchObject({ operations: [{ kind: 'executeDynamic' }] });
  });
});
