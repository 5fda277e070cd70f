import { expect, it } from '@jest/globals';

import type { Span } from '../../src/sql/position.js';
import type { ScriptEntry } from '../../src/sql/statement.js';
import { onCorpus } from './on-corpus.js';
import { readCorpus, SERVERS, withBodies, type Read } from './reading.js';

/** Offsets at which the lines of the text begin, found by cutting it, not as the reader does. */
function lineStarts(text: string): readonly number[] {
  let at = 0;
  return text.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    return start;
  });
}

function isSpan(value: object): value is Span {
  return 'start' in value && 'end' in value && 'endColumn' in value;
}

/** Every span in the value, however deep. */
function spansIn(value: unknown, found: Span[] = []): readonly Span[] {
  if (typeof value !== 'object' || value === null) return found;
  if (isSpan(value)) found.push(value);
  else for (const part of Object.values(value)) spansIn(part, found);
  return found;
}

function isRight({ start, end, line, column, endLine, endColumn }: Span, starts: readonly number[]): boolean {
  const from = starts[line - 1] ?? NaN;
  const next = starts[line] ?? Infinity;
  const last = (starts[endLine - 1] ?? NaN) + endColumn - 1;
  const isAtEnd = last === Math.max(start, end - 1) && last < (starts[endLine] ?? Infinity);
  return from + column - 1 === start && start < next && isAtEnd;
}

function spanOf(entry: ScriptEntry): Span {
  return entry.kind === 'statement' ? entry.statement.span : entry.unreadable.span;
}

/** A literal, whose escapes hide the SQL in it. */
const LITERAL = /^(?:['"]|\$\w*\$|e')/i;

/** What PREPARE and EXECUTE run stands in an earlier SET, what CALL runs in the procedure. */
function readsElsewhere(entry: ScriptEntry): boolean {
  return entry.kind === 'statement' && /^(?:PREPARE|EXECUTE|CALL)/.test(entry.statement.head);
}

/** Where one literal of a CONCAT ends and the next one begins, with a variable between them. */
const JOINT = /["']\s*,\s*@\w+\s*,\s*["']/;

/** Whether a text that CONCAT puts together begins, goes on and ends with the literals that are written. */
function isJoined(written: string, quoted: string): boolean {
  const pieces = written.split(JOINT);
  let at = 0;
  for (const piece of pieces) {
    const found = quoted.indexOf(piece, at);
    if (found === -1 || (at === 0 && found > 0)) return false;
    at = found + piece.length;
  }
  return pieces.length > 1 && at === quoted.length;
}

function misplaced({ from, script }: Read): readonly string[] {
  const starts = lineStarts(from.text);
  const complaints: string[] = [];
  for (const entry of script.entries) {
    const { span, text } = entry.kind === 'statement' ? entry.statement : entry.unreadable;
    const place = `${from.path}:${span.line}`;
    if (from.text.slice(span.start, span.end) !== text) complaints.push(`${place} text`);
    for (const inner of spansIn(entry)) {
      if (!isRight(inner, starts)) complaints.push(`${place} ${JSON.stringify(inner)}`);
      const isOutside = inner.start < span.start || inner.end > span.end;
      if (isOutside && !readsElsewhere(entry)) complaints.push(`${place} outside ${JSON.stringify(inner)}`);
    }
    for (const inner of withBodies(entry)) {
      const { span: at, text: quoted } = inner.kind === 'statement' ? inner.statement : inner.unreadable;
      const written = from.text.slice(at.start, at.end);
      const isEscaped = LITERAL.test(written) || written.replaceAll("''", "'") === quoted;
      // What a procedure puts together of a call's arguments stands nowhere: it is shown at the call.
      const isMadeUp = readsElsewhere(entry) && at.start > span.start && at.end === span.end;
      const isRightText = written === quoted || isEscaped || isMadeUp || isJoined(written, quoted);
      if (!isRightText) complaints.push(`${place} body ${quoted}`);
    }
  }
  for (const comment of script.comments)
    if (!isRight(comment.span, starts)) complaints.push(`${from.path} comment ${comment.text}`);
  return complaints;
}

function outOfOrder({ from, script }: Read): readonly string[] {
  return script.entries.flatMap((entry, index) => {
    const before = script.entries[index - 1];
    return before && spanOf(before).end > spanOf(entry).start ? [`${from.path}:${spanOf(entry).line}`] : [];
  });
}

/** What the reader passed over: nothing in the entries, nothing in the comments. */
function leftOver({ from, script }: Read): string {
  const { text } = from;
  const covered = [...script.entries.map(spanOf), ...script.comments.map(({ span }) => span)];
  covered.sort((one, other) => one.start - other.start);
  let left = '';
  let at = 0;
  for (const { start, end } of covered) {
    if (start > at) left += text.slice(at, start);
    at = Math.max(at, end);
  }
  return left + text.slice(at);
}

/** Delimiters, the lines that set them, the marks of executable comments, drizzle's marker, a byte order mark. */
const MYSQL_PASSES =
  /^[ \t]*delimiter[ \t]*(?:\S*|\r?\n\S+)[ \t]*$|\/\*M?!\d*|\*\/|--> statement-breakpoint|\\g|\$\$|\/\/|d\/\/|[;~]|^\ufeff|\s+/gim;
/** Semicolons, psql's commands with their data, a byte order mark. */
const POSTGRES_PASSES = /;|^\\.*$|^\ufeff|\s+/gim;

onCorpus.each(['mysql', 'mariadb', 'postgres'] as const)('positions in the corpus, %s', (name) => {
  const corpus = readCorpus(SERVERS[name]);

  it('are those of the file, for every statement, operation and comment', async () => {
    expect((await corpus).flatMap(misplaced)).toEqual([]);
  });

  it('ascend without overlapping', async () => {
    expect((await corpus).flatMap(outOfOrder)).toEqual([]);
  });

  it('leave nothing out but space, delimiters and commands of the client', async () => {
    const passes = name === 'postgres' ? POSTGRES_PASSES : MYSQL_PASSES;
    const left = (await corpus).flatMap((each) => {
      const rest = leftOver(each).replace(passes, '');
      return rest === '' ? [] : [`${each.from.path}: ${rest.slice(0, 200)}`];
    });
    expect(left).toEqual([]);
  });
});
