import type { Operation } from '../operation.js';
import { name, nameBehindPoint } from './name.js';
import { ifExists, ifNotExists, type Reading } from './reading.js';
import { rest } from './session.js';
import type { TokenStream } from './token-stream.js';

/** Objects of which a review needs no more than the name, by the words that name them. */
const OBJECTS: readonly (readonly string[])[] = [
  ['SERVER'],
  ['TABLESPACE'],
  ['UNDO', 'TABLESPACE'],
  ['LOGFILE', 'GROUP'],
  ['RESOURCE', 'GROUP'],
  ['SPATIAL', 'REFERENCE', 'SYSTEM'],
  ['PACKAGE', 'BODY'],
  ['PACKAGE'],
  ['LIBRARY'],
  ['INSTANCE'],
];

type Verb = 'CREATE' | 'ALTER' | 'DROP';

/** Reads CREATE, ALTER or DROP of an object beside tables and programs, from behind the verb. */
export function otherObject(s: TokenStream, verb: Verb, replaces = false): Reading {
  const words = OBJECTS.find((candidate) => s.isAll(...candidate)) ?? s.refuse('the kind of an object');
  s.acceptAll(...words);
  const object = words.join(' ').toLowerCase();
  const head = `${verb} ${words.join(' ')}`;
  const quietly = verb === 'CREATE' ? ifNotExists(s, head, '5.6') : ifExists(s, head, '5.6');
  const named = { name: objectNameOrNumber(s) };
  if (verb !== 'DROP' && s.atEnd) s.refuse('more of the statement');
  if (!s.atEnd) rest(s);
  return { head, operations: [operation(verb, object, named, quietly, replaces, s)] };
}

function objectNameOrNumber(s: TokenStream): string {
  if (s.current.kind === 'number' || s.current.kind === 'string') return s.advance().value;
  const first = name(s);
  return s.accept('.') ? nameBehindPoint(s) : first;
}

function operation(
  verb: Verb,
  object: string,
  named: { readonly name: string },
  quietly: boolean,
  replaces: boolean,
  s: TokenStream,
): Operation {
  const span = s.spanFrom(0);
  if (verb === 'CREATE')
    return { kind: 'createObject', object, name: named, ifNotExists: quietly, orReplace: replaces, span };
  if (verb === 'ALTER') return { kind: 'alterObject', object, name: named, action: 'alter', span };
  return { kind: 'dropObject', object, name: named, ifExists: quietly, cascade: false, span };
}
