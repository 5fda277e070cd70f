import type { Operation } from '../operation.js';
import { lookUp } from '../../look-up.js';
import { name, objectName } from './name.js';
import { ifExists, waitClause, type Reading, type Steering } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads DROP TABLE from behind the word TABLE; one operation per table. */
export function dropTable(s: TokenStream, temporary: boolean): Reading {
  const quietly = ifExists(s, 'DROP TABLE', '5.0');
  const tables = s.list(() => {
    const from = s.index;
    const table = objectName(s);
    return { table, span: s.spanFrom(from) };
  });
  const steering: Steering = {};
  waitClause(s, steering);
  const cascade = s.acceptAny('RESTRICT', 'CASCADE') === 'CASCADE';
  const operations = tables.map(({ table, span }): Operation => {
    const whole = tables.length === 1 ? s.spanFrom(0) : span;
    return { kind: 'dropTable', table, ifExists: quietly, temporary, cascade, span: whole };
  });
  return { head: 'DROP TABLE', operations, ...steering };
}

/** Reads RENAME TABLE from behind the word TABLE. */
export function renameTable(s: TokenStream): Reading {
  ifExists(s, 'RENAME TABLE');
  const steering: Steering = {};
  const operations = s.list((): Operation => {
    const from = s.index;
    const table = objectName(s);
    waitClause(s, steering);
    s.expect('TO');
    return { kind: 'renameTable', table, to: objectName(s), span: s.spanFrom(from) };
  });
  return { head: 'RENAME TABLE', operations, ...steering };
}

/** Reads TRUNCATE [TABLE] from behind the word TRUNCATE. */
export function truncateTable(s: TokenStream): Reading {
  s.accept('TABLE');
  const table = objectName(s);
  const steering: Steering = {};
  waitClause(s, steering);
  return {
    head: 'TRUNCATE TABLE',
    operations: [{ kind: 'truncateTable', table, cascade: false, span: s.spanFrom(0) }],
    ...steering,
  };
}

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  OPTIMIZE: [],
  ANALYZE: [],
  CHECK: ['QUICK', 'FAST', 'MEDIUM', 'EXTENDED', 'CHANGED'],
  REPAIR: ['QUICK', 'EXTENDED', 'USE_FRM', 'FORCE'],
  CHECKSUM: ['QUICK', 'EXTENDED'],
};

/** Reads OPTIMIZE, ANALYZE, CHECK, REPAIR and CHECKSUM TABLE, behind their first word. */
export function maintainTables(s: TokenStream, verb: string): Reading {
  const isLocal =
    verb !== 'CHECK' && verb !== 'CHECKSUM' && s.acceptAny('NO_WRITE_TO_BINLOG', 'LOCAL') !== undefined;
  const binlog = isLocal ? ({ skipsBinlog: true } as const) : {};
  s.expectAny('TABLE', 'TABLE', 'TABLES');
  const steering: Steering = {};
  const operations = s.list((): Operation => {
    const from = s.index;
    const table = objectName(s);
    if (verb === 'ANALYZE' && s.isMariadb) persistentFor(s);
    const span = s.spanFrom(from);
    if (verb === 'OPTIMIZE') return { kind: 'rebuildTable', table, how: 'optimize', ...binlog, span };
    return { kind: 'maintainTable', table, how: lookUp(HOW, verb) ?? 'check', ...binlog, span };
  });
  waitClause(s, steering);
  if (verb === 'CHECK' || verb === 'REPAIR') s.acceptAll('FOR', 'UPGRADE');
  while (
    s.acceptAny(...(lookUp(OPTIONS, verb) ?? [])) !== undefined ||
    (verb === 'CHECK' && s.acceptAll('FOR', 'UPGRADE'))
  );
  if (verb === 'ANALYZE') histogram(s);
  return { head: `${verb} TABLE`, operations, ...steering };
}

const HOW = { ANALYZE: 'analyze', CHECK: 'check', REPAIR: 'repair', CHECKSUM: 'checksum' } as Readonly<
  Record<string, 'analyze' | 'check' | 'repair' | 'checksum'>
>;

/** MariaDB: PERSISTENT FOR ALL, or for columns and indexes. */
function persistentFor(s: TokenStream): void {
  if (!s.acceptAll('PERSISTENT', 'FOR')) return;
  if (s.accept('ALL')) return;
  for (const what of ['COLUMNS', 'INDEXES']) {
    s.expect(what);
    if (!s.accept('ALL')) s.skipParentheses();
  }
}

function histogram(s: TokenStream): void {
  const action = s.acceptAny('UPDATE', 'DROP');
  if (action === undefined) return;
  s.needs('a histogram', { mysql: '8.0.3' });
  s.expect('HISTOGRAM', 'ON');
  s.list(() => name(s, 'a column name'));
  if (action !== 'UPDATE') return;
  if (s.accept('WITH')) {
    s.advance();
    s.expect('BUCKETS');
  }
  if (s.accept('USING')) {
    s.expect('DATA');
    s.advance();
  }
  if (s.acceptAny('AUTO', 'MANUAL') !== undefined) s.expect('UPDATE');
}
