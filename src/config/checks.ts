import { parseVersion } from '../sql/dialect.js';
import { globFault } from '../wildcard.js';

/** Says what is wrong with a text, and what to do; undefined when it is right. */
export type Check = (text: string) => string | undefined;

/** Control characters, and those that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A path inside of the repository. */
export const checkPath: Check = (text) => {
  if (text === '' || text.length > 300 || UNPRINTABLE.test(text))
    return 'is no path: name a file or folder of the repository';
  if (text.startsWith('/') || /^[a-z]:/i.test(text) || text.includes('\\')) {
    return 'must be relative to the top of the repository, with slashes';
  }
  return text.split('/').includes('..') ? 'must stay inside of the repository: no ".."' : undefined;
};

/** A glob of paths or of table names. */
export const checkGlob: Check = (text) => checkPath(text) ?? globFault(text);

/** A version as `parseVersion` reads it for every server. */
export const checkVersion: Check = (text) =>
  parseVersion('mysql', text) === undefined
    ? 'is no version: write what the server says, like "8.0.36" or "14"'
    : undefined;

/** A page that people open from a comment. `{rule}` may stand for the rule's id. */
export const checkUrl: Check = (text) => {
  const url = URL.parse(text.replaceAll('{rule}', 'rule'));
  if (url === null || text.length > 2000 || UNPRINTABLE.test(text) || /[\s<>"`\\]/.test(text)) {
    return 'is no URL: write https://host/path';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '')
    return 'holds a user name or password, which everybody could read: remove it';
  return undefined;
};

/** Somebody who is asked: a user or a team. */
export const checkReviewer: Check = (text) =>
  /^@[\w-]{1,100}(?:\/[\w.-]{1,100})?$/.test(text)
    ? undefined
    : 'is no reviewer: write "@user" or "@organisation/team"';
