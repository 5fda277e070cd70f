import type { Operation } from '../operation.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import { rest } from './session.js';
import type { TokenStream } from './token-stream.js';
import { user } from './view.js';

/** Reads GRANT and REVOKE, behind the word. */
export function changePrivileges(s: TokenStream, action: 'grant' | 'revoke'): Reading {
  const giver = action === 'grant' ? 'TO' : 'FROM';
  if (action === 'revoke') ifExists(s, 'REVOKE', '8.0.30');
  if (s.is(giver)) s.refuse('a privilege');
  while (!s.atEnd && !s.is(giver)) {
    if (s.is('(')) s.skipParentheses();
    else if (s.current.kind === 'bad') s.refuse(giver);
    else s.advance();
  }
  s.expect(giver);
  s.list(() => user(s));
  accountOptions(s);
  return {
    head: action.toUpperCase(),
    operations: [{ kind: 'changePrivileges', action, span: s.spanFrom(0) }],
  };
}

const OPTION_STARTS = new Set('IDENTIFIED REQUIRE WITH AS IGNORE'.split(' '));

function accountOptions(s: TokenStream): void {
  if (s.atEnd) return;
  if (!s.isOneOf(OPTION_STARTS)) s.refuse('an option of the account');
  rest(s);
}

/** Reads CREATE, ALTER and DROP of USER and ROLE, from behind that word. */
export function account(
  s: TokenStream,
  verb: 'CREATE' | 'ALTER' | 'DROP',
  object: 'user' | 'role',
  replaces: boolean,
): Reading {
  const head = `${verb} ${object.toUpperCase()}`;
  const quietly = verb === 'CREATE' ? ifNotExists(s, head, '5.7.8') : ifExists(s, head, '5.7.8');
  const operations: Operation[] = [];
  do {
    const from = s.index;
    const account = { object, name: { name: user(s) } };
    if (s.is('IDENTIFIED')) authentication(s);
    operations.push(operation(verb, account, { quietly, replaces }, s.spanFrom(from)));
  } while (s.accept(','));
  if (!s.atEnd) {
    if (verb === 'DROP') s.refuse('the end of the statement');
    rest(s);
  }
  return { head, operations };
}

function authentication(s: TokenStream): void {
  s.expect('IDENTIFIED');
  while (!s.atEnd && !s.is(',') && !s.is('REQUIRE') && !s.is('WITH')) s.advance();
  if (s.accept('WITH')) while (!s.atEnd && !s.is(',') && !s.is('REQUIRE')) s.advance();
}

function operation(
  verb: 'CREATE' | 'ALTER' | 'DROP',
  account: { readonly object: string; readonly name: { readonly name: string } },
  flags: { readonly quietly: boolean; readonly replaces: boolean },
  span: Operation['span'],
): Operation {
  if (verb === 'CREATE') {
    return { kind: 'createObject', ...account, ifNotExists: flags.quietly, orReplace: flags.replaces, span };
  }
  if (verb === 'ALTER') return { kind: 'alterObject', ...account, action: 'alter', span };
  return { kind: 'dropObject', ...account, ifExists: flags.quietly, cascade: false, span };
}

/** Reads RENAME USER, from behind the word USER. */
export function renameUser(s: TokenStream): Reading {
  const operations = s.list((): Operation => {
    const from = s.index;
    const named = { name: user(s) };
    s.expect('TO');
    return { kind: 'renameObject', object: 'user', name: named, to: user(s), span: s.spanFrom(from) };
  });
  return { head: 'RENAME USER', operations };
}
