import type { Dialect } from '../../src/sql/dialect.js';
import { DIALECTS } from '../../src/sql/dialect.js';

export type ExampleKind = 'history' | 'bad' | 'good' | 'undecided';

/** A fence of a rule's page, which is also a test of the rule. */
export interface Example {
  readonly kind: ExampleKind;
  readonly dialect: Dialect;
  /** Undefined: the newest release. */
  readonly version: string | undefined;
  /** `times=1000`: with its last line that often. */
  readonly sql: string;
  /** `file=…`: the proposed file's name. */
  readonly file: string;
  /** `session="…"`: settings of the runner, "name=value" with commas. */
  readonly session: Readonly<Record<string, string>>;
  /** `transaction=file`: how the runner wraps the file. */
  readonly transaction: 'file' | 'none';
  /** `small=` and `hot=`: tables of the configuration, with commas. */
  readonly small: readonly string[];
  readonly hot: readonly string[];
  /** `runner=gh-ost`. */
  readonly runner: string | undefined;
  /** `binlog=statement`, `gtid=on` and `writers=2` of the configuration's replication. */
  readonly binlog: string | undefined;
  readonly gtid: string | undefined;
  readonly writers: string | undefined;
  /** `status=modified`: the file was merged before and is edited; otherwise it is new. */
  readonly status: 'added' | 'modified';
  /** `elsewhere=12:0002_notes.sql`: migrations of other open pull requests, with commas. */
  readonly elsewhere: readonly { readonly pullRequest: number; readonly path: string }[];
  /** `leaves=column-dropped`: findings that the recipe or the suggestion carries itself, as the page says. */
  readonly leaves: readonly string[];
  /** Line of the opening fence in the page, from 1. */
  readonly line: number;
  /** The nearest history fence of the same dialect above. */
  readonly history: string;
  /** Lines of the `text finding` fence behind a bad example; undefined when there is none. */
  readonly finding:
    { readonly text: string; readonly firstLine: number; readonly lastLine: number } | undefined;
}

interface Fence {
  readonly info: string;
  readonly body: string;
  readonly line: number;
  readonly lastLine: number;
}

/** The headings that every page has, in this order. */
export const HEADINGS = [
  'Why',
  'What the server does',
  'Instead',
  'When to acknowledge',
  'Examples',
  'References',
] as const;

/** The examples of a page in order. Throws, naming the line, on a fence that cannot be an example. */
export function examplesOf(page: string): readonly Example[] {
  const fences = fencesOf(page);
  const history = new Map<Dialect, string>();
  return fences.flatMap((fence, index) => {
    if (!/^sql (mysql|mariadb|postgres)\b/.test(fence.info)) return [];
    const example = exampleOf(fence, fences[index + 1], history);
    if (example.kind === 'history') history.set(example.dialect, example.sql);
    return [example];
  });
}

/** The second-level headings of a page. */
export function headingsOf(page: string): readonly string[] {
  return [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
}

function fencesOf(page: string): readonly Fence[] {
  const fences: Fence[] = [];
  let open: { info: string; line: number; body: string[] } | undefined;
  page.split('\n').forEach((text, index) => {
    const mark = /^```(.*)$/.exec(text);
    if (!mark) open?.body.push(text);
    else if (!open) open = { info: mark[1]?.trim() ?? '', line: index + 1, body: [] };
    else {
      fences.push({ info: open.info, line: open.line, lastLine: index + 1, body: open.body.join('\n') });
      open = undefined;
    }
  });
  if (open) throw new Error(`The fence opened on line ${String(open.line)} is never closed.`);
  return fences;
}

function exampleOf(fence: Fence, next: Fence | undefined, history: ReadonlyMap<Dialect, string>): Example {
  const [, target = '', kind = '', rest = ''] = /^sql (\S+) (\w+)(?: (.*))?$/.exec(fence.info) ?? [];
  const [name = '', version] = target.split('@');
  const dialect = DIALECTS.find((candidate) => candidate === name);
  if (!dialect || !isKind(kind)) {
    throw new Error(`Line ${String(fence.line)}: "${fence.info}" names no dialect or no kind of example.`);
  }
  const attributes = new Map(
    [...rest.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)].map((match) => [
      match[1] ?? '',
      match[2] ?? match[3] ?? '',
    ]),
  );
  const lines = fence.body.split('\n');
  const again = Array<string>(Number(attributes.get('times') ?? '1') - 1).fill(lines.at(-1) ?? '');
  return {
    kind,
    dialect,
    version,
    sql: [...lines, ...again].join('\n'),
    file: attributes.get('file') ?? '0042_proposed.sql',
    session: sessionOf(attributes.get('session') ?? ''),
    transaction: attributes.get('transaction') === 'file' ? 'file' : 'none',
    small: listOf(attributes.get('small')),
    hot: listOf(attributes.get('hot')),
    runner: attributes.get('runner'),
    binlog: attributes.get('binlog'),
    gtid: attributes.get('gtid'),
    writers: attributes.get('writers'),
    status: attributes.get('status') === 'modified' ? 'modified' : 'added',
    elsewhere: listOf(attributes.get('elsewhere')).map((text) => {
      const [number, path = ''] = text.split(':');
      return { pullRequest: Number(number), path };
    }),
    leaves: listOf(attributes.get('leaves')),
    line: fence.line,
    history: history.get(dialect) ?? '',
    finding:
      kind === 'bad' && next?.info === 'text finding'
        ? { text: next.body, firstLine: next.line + 1, lastLine: next.lastLine - 1 }
        : undefined,
  };
}

function listOf(text = ''): readonly string[] {
  return text.split(',').filter((word) => word !== '');
}

function isKind(kind: string): kind is ExampleKind {
  return ['history', 'bad', 'good', 'undecided'].includes(kind);
}

function sessionOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)\s*=\s*([^,]*)/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]),
  );
}
