/**
 * Marks of other linters in SQL comments, as acknowledgements of ours without a reason, so that a team can change over
 * without writing its migrations anew.
 */
import { lookUp } from '../look-up.js';
import type { Span } from '../sql/position.js';
import type { Comment } from '../sql/statement.js';

/** What a mark of another tool acknowledges, and where. */
export interface ForeignMark {
  /** As it stands in the comment: "squawk-ignore ban-drop-column". */
  readonly text: string;
  /** Our ids; undefined: whatever is found there. */
  readonly ids: ReadonlySet<string> | undefined;
  /** A range of offsets for a block, else the statement that the comment stands at, or the whole file. */
  readonly scope: 'statement' | 'file' | Pick<Span, 'start' | 'end'>;
  /** Offset and line of the comment. */
  readonly start: number;
  readonly line: number;
}

/** squawk's rules (2.66, and the older `require-timeout-settings`), as its documentation names them. */
export const SQUAWK: Readonly<Record<string, readonly string[]>> = {
  'adding-field-with-default': ['column-default-rewrites'],
  'adding-foreign-key-constraint': ['foreign-key-validates', 'foreign-key-locks-parent'],
  'adding-not-nullable-field': ['not-null-scans', 'column-required'],
  'adding-required-field': ['column-required'],
  'adding-serial-primary-key-field': ['auto-increment-rewrites', 'unique-constraint-blocks'],
  'ban-alter-domain-with-add-constraint': ['domain-constraint-scans'],
  'ban-char-field': ['type-unwise'],
  'ban-concurrent-index-creation-in-transaction': ['transaction-not-allowed'],
  'ban-create-domain-with-constraint': ['domain-constraint-scans'],
  'ban-drop-column': ['column-dropped'],
  'ban-drop-database': ['schema-dropped'],
  'ban-drop-not-null': ['not-null-dropped'],
  'ban-drop-table': ['table-dropped', 'partition-dropped'],
  'ban-truncate-cascade': ['table-truncated'],
  'ban-uncommitted-transaction': ['transaction-nesting'],
  'changing-column-type': ['column-type-rewrites', 'column-type-rechecks', 'column-type-narrowed'],
  'constraint-missing-not-valid': ['check-validates', 'foreign-key-validates'],
  'disallowed-unique-constraint': ['unique-constraint-blocks'],
  'identifier-too-long': ['name-too-long'],
  'prefer-bigint-over-int': ['primary-key-small'],
  'prefer-bigint-over-smallint': ['primary-key-small'],
  'prefer-robust-stmts': ['migration-half-applied', 'index-retry-skips-invalid'],
  'prefer-text-field': ['type-unwise'],
  'prefer-timestamp-tz': ['type-unwise'],
  'renaming-column': ['column-renamed'],
  'renaming-table': ['table-renamed'],
  'require-concurrent-index-creation': ['index-without-concurrently'],
  'require-concurrent-index-deletion': ['index-drop-blocks'],
  'require-lock-timeout': ['lock-timeout-missing'],
  'require-statement-timeout': ['lock-timeout-missing'],
  'require-timeout-settings': ['lock-timeout-missing'],
  'transaction-nesting': ['transaction-nesting'],
};

const DESTRUCTIVE = ['schema-dropped', 'table-dropped', 'column-dropped'];
const RENAMED = ['table-renamed', 'column-renamed'];
const NULL_ROWS = ['rows-with-null', 'not-null-scans', 'column-nullability-rebuilds'];
const REQUIRED = ['column-required'];
const UNIQUE = ['rows-duplicate', 'unique-constraint-blocks'];

/** Atlas: names of analyzers, and codes of single checks, as its documentation lists them. */
const ATLAS: Readonly<Record<string, readonly string[]>> = {
  destructive: DESTRUCTIVE,
  data_depend: [...NULL_ROWS, ...REQUIRED, ...UNIQUE],
  incompatible: RENAMED,
  concurrent_index: ['index-without-concurrently', 'index-drop-blocks', 'transaction-not-allowed'],
  DS101: ['schema-dropped'],
  DS102: ['table-dropped'],
  DS103: ['column-dropped'],
  MF101: UNIQUE,
  MF102: UNIQUE,
  MF103: REQUIRED,
  MF104: NULL_ROWS,
  BC101: ['table-renamed'],
  BC102: ['column-renamed'],
  CD101: ['foreign-key-dropped'],
  MY101: ['column-required'],
  MY110: ['enum-non-additive'],
  MY111: ['enum-non-additive'],
  MY112: ['enum-non-additive'],
  MY113: ['enum-storage-grows'],
  MY120: ['enum-non-additive'],
  MY121: ['enum-non-additive'],
  MY122: ['enum-non-additive'],
  MY123: ['enum-storage-grows'],
  PG101: ['index-without-concurrently'],
  PG102: ['index-drop-blocks'],
  PG103: ['transaction-not-allowed'],
  PG104: ['unique-constraint-blocks'],
  PG105: ['unique-constraint-blocks'],
};

/** Every id that a mark can stand for. */
export const MAPPED_IDS: readonly string[] = [
  ...new Set([...Object.values(SQUAWK), ...Object.values(ATLAS)].flat()),
];

/** The marks among the comments of `text`; `first`: where its first statement starts. */
export function foreignMarks(
  comments: readonly Comment[],
  text: string,
  first: number | undefined,
): readonly ForeignMark[] {
  return [
    ...comments.flatMap((comment) => squawkMark(comment) ?? atlasMark(comment, text, first) ?? []),
    ...assuredBlocks(comments),
  ];
}

function squawkMark(comment: Comment): ForeignMark | undefined {
  const match = /^squawk-ignore(-file)?(?:[ \t]+(.*))?$/i.exec(comment.text.trim());
  if (!match) return undefined;
  const [codes = ''] = (match[2] ?? '').split('--');
  return mark(comment, SQUAWK, wordsOf(codes), match[1] === undefined ? 'statement' : 'file');
}

/** Atlas takes the directive for the whole file when it stands above the first statement with an empty line behind it. */
function atlasMark(comment: Comment, text: string, first: number | undefined): ForeignMark | undefined {
  const match = /^atlas:nolint(?:[ \t]+(.*))?$/i.exec(comment.text.trim());
  if (!match) return undefined;
  const isHead = first === undefined || comment.span.end < first;
  const isApart = /^[ \t]*\r?\n[ \t]*(?:\r?\n|$)/.test(text.slice(comment.span.end, comment.span.end + 200));
  const scope = isHead && isApart ? 'file' : 'statement';
  return mark(comment, ATLAS, wordsOf(match[1] ?? ''), scope);
}

/** diesel-guard: everything between the two comments. A block that nothing ends covers nothing. */
function assuredBlocks(comments: readonly Comment[]): readonly ForeignMark[] {
  const blocks: ForeignMark[] = [];
  let open: Comment | undefined;
  for (const comment of comments) {
    const word = /^safety-assured:(start|end)$/i.exec(comment.text.trim())?.[1]?.toLowerCase();
    if (word === 'start') open = comment;
    if (word === 'end' && open) {
      const { start, line } = open.span;
      const scope = { start, end: comment.span.end };
      blocks.push({ text: open.text.trim(), ids: undefined, scope, start, line });
      open = undefined;
    }
  }
  return blocks;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}

function mark(
  { text, span }: Comment,
  table: Readonly<Record<string, readonly string[]>>,
  codes: readonly string[],
  scope: ForeignMark['scope'],
): ForeignMark {
  const ids = codes.length === 0 ? undefined : new Set(codes.flatMap((code) => lookUp(table, code) ?? []));
  return { text: text.trim(), ids, scope, start: span.start, line: span.line };
}
