import { name, nameList, objectName } from './name.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import type { TokenStream } from './token-stream.js';

/** Reads CREATE VIEW and ALTER VIEW, from behind the word VIEW. */
export function view(s: TokenStream, verb: 'CREATE' | 'ALTER', replaces: boolean): Reading {
  if (verb === 'CREATE') ifNotExists(s, 'CREATE VIEW', '9.1');
  const named = objectName(s, 'a view name');
  if (s.is('(')) nameList(s);
  s.expect('AS');
  s.query();
  if (s.accept('WITH')) {
    s.acceptAny('CASCADED', 'LOCAL');
    s.expect('CHECK', 'OPTION');
  }
  return {
    head: `${verb} VIEW`,
    operations: [
      {
        kind: 'createView',
        view: named,
        materialized: false,
        orReplace: replaces || verb === 'ALTER',
        reads: s.seen.tables,
        span: s.spanFrom(0),
      },
    ],
  };
}

/** Reads `ALGORITHM = x`, `DEFINER = user` and `SQL SECURITY x` between CREATE or ALTER and the object's kind. */
export function definition(s: TokenStream): void {
  if (s.accept('ALGORITHM')) {
    s.expect('=');
    s.expectAny('UNDEFINED, MERGE or TEMPTABLE', 'UNDEFINED', 'MERGE', 'TEMPTABLE');
  }
  if (s.accept('DEFINER')) {
    s.expect('=');
    user(s);
  }
  if (s.acceptAll('SQL', 'SECURITY')) s.expectAny('DEFINER or INVOKER', 'DEFINER', 'INVOKER');
}

/** Reads `'name'@'host'`, a name alone, or CURRENT_USER. */
export function user(s: TokenStream): string {
  if (s.acceptAny('CURRENT_USER', 'CURRENT_ROLE') !== undefined) {
    if (s.accept('(')) s.expect(')');
    return 'current user';
  }
  const account = s.current.kind === 'string' ? s.advance().value : name(s, 'a user');
  const host = s.current.kind === 'variable';
  if (host) {
    const { value } = s.advance();
    if (value === '') s.advance();
  }
  return account;
}

/** Reads DROP VIEW, from behind the word VIEW. */
export function dropView(s: TokenStream): Reading {
  const quietly = ifExists(s, 'DROP VIEW', '5.0');
  const views = s.list(() => {
    const from = s.index;
    return { view: objectName(s, 'a view name'), span: s.spanFrom(from) };
  });
  const cascade = s.acceptAny('RESTRICT', 'CASCADE') === 'CASCADE';
  return {
    head: 'DROP VIEW',
    operations: views.map(({ view: named, span }) => ({
      kind: 'dropView',
      view: named,
      materialized: false,
      ifExists: quietly,
      cascade,
      span: views.length === 1 ? s.spanFrom(0) : span,
    })),
  };
}
