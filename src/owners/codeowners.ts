/**
 * This folder reads CODEOWNERS as GitHub does: which line owns a file, and what is wrong with the lines. It may not read a file,
 * nor know GitHub's API; who exists and who may write, the caller says.
 */
import { covers, readPattern, type OwnerPattern } from './pattern.js';

/** Where GitHub looks, in this order; the first file found counts. */
export const OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** GitHub does not load a file of this many bytes or more, and says so nowhere. */
export const LARGEST_OWNERS_FILE = 3 * 1024 * 1024;

/** One line with a pattern. A line that GitHub skips keeps its reason and owns nothing. */
export interface OwnersLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly pattern: string;
  /** As written: "@user", "@org/team", "a@b.example". Empty: the files are owned by nobody. */
  readonly owners: readonly string[];
  readonly compiled: OwnerPattern;
  /** Why GitHub skips the line, no full stop; undefined when it counts. */
  readonly skipped: string | undefined;
}

/** A file of owners as GitHub reads it; of several matching lines the last counts. */
export interface Owners {
  readonly path: string;
  readonly lines: readonly OwnersLine[];
}

/** Reads a file; never throws for what it holds. */
export function readOwners(path: string, text: string): Owners {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .flatMap((line, index) => readLine(line, index + 1) ?? []);
  return { path, lines };
}

const HANDLE = /^@[A-Za-z0-9][A-Za-z0-9-]*(?:\/[\w.-]+)?$/;

/** A user, a team or an address. */
function isOwner(word: string): boolean {
  const [name = '', host = '', ...more] = word.split('@');
  const isAddress = name !== '' && more.length === 0 && host.slice(1, -1).includes('.');
  return isAddress || HANDLE.test(word);
}

function readLine(text: string, line: number): OwnersLine | undefined {
  const words = wordsOf(text);
  const [pattern, ...owners] = words;
  if (pattern === undefined) return undefined;
  const compiled = readPattern(pattern);
  const wrong = owners.find((owner) => !isOwner(owner));
  const skipped =
    compiled.kind === 'invalid'
      ? compiled.reason
      : wrong !== undefined
        ? `\`${wrong}\` is no user, team or address`
        : undefined;
  return { line, text: text.trim(), pattern, owners, compiled, skipped };
}

/** Words of a line up to a comment. A blank that is escaped belongs to its word. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:\\.|[^\s\\]|\\$)+/g)) {
    if (word.startsWith('#')) break;
    words.push(word.replace(/\\ /g, ' '));
  }
  return words;
}

/** The line that decides who owns a file: the last that covers it; undefined when none does. */
export function ownerLine(owners: Owners, path: string): OwnersLine | undefined {
  return owners.lines.findLast((line) => line.skipped === undefined && covers(line.compiled, path));
}

/** Every line that covers a file and counts, first to last. */
export function coveringLines(owners: Owners, path: string): readonly OwnersLine[] {
  return owners.lines.filter((line) => line.skipped === undefined && covers(line.compiled, path));
}
