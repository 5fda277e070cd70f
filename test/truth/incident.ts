import { readFileSync } from 'node:fs';

import { registry } from '../../rules/index.js';
import type { Finding, Review } from '../../src/engine/finding.js';
import type { HistoryInput, MigrationInput, ReviewInput } from '../../src/engine/review-input.js';
import { DEFAULT_SETTINGS } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import type { Dialect } from '../../src/sql/dialect.js';
import { readSql } from '../../src/sql/read.js';

interface IncidentFile {
  readonly file: string;
  readonly transaction: boolean;
  readonly sql: string;
}

interface MustFlag {
  readonly file: string;
  readonly line: number;
  readonly statement_lines: readonly [number, number];
  readonly min_severity: 'danger' | 'warn';
  readonly accept_any_of_each: readonly (readonly string[])[];
}

/** A public incident as a replay; `../shared/truth/README.md` describes the fields. */
export interface Incident {
  readonly id: string;
  readonly engine: 'mysql' | 'mariadb' | 'postgresql';
  readonly replay_version: string;
  readonly assumed_stats: readonly {
    readonly table: string;
    readonly rows?: number;
    readonly note?: string;
  }[];
  readonly history: readonly IncidentFile[];
  readonly pull_request: readonly IncidentFile[];
  readonly must_flag: readonly MustFlag[];
  readonly fixed: readonly IncidentFile[] | null;
  readonly replay: { readonly must_not_be_danger_on?: readonly string[] };
}

export const incidents = JSON.parse(readFileSync('test/truth/incidents.json', 'utf8')) as readonly Incident[];

/** Tables of fewer rows are configured as small, unless they are hot. */
const SMALL_ROWS = 100_000;

/** Reviews files of an incident as a pull request on top of its history. */
export async function reviewIncident(
  incident: Incident,
  files: readonly IncidentFile[],
  version = incident.replay_version,
): Promise<Review> {
  const dialect: Dialect = incident.engine === 'postgresql' ? 'postgres' : incident.engine;
  const isEdit = (file: IncidentFile): boolean => incident.history.some((old) => old.file === file.file);
  const hot = incident.assumed_stats.filter(({ note }) => /\bhot\b/.test(note ?? ''));
  const small = incident.assumed_stats.filter(({ rows }) => rows !== undefined && rows < SMALL_ROWS);
  const history: HistoryInput = {
    path: 'migrations',
    dialect,
    environments: [{ name: 'default', version, assumed: false, variables: {} }],
    session: {},
    runner: 'direct',
    replication: {},
    tables: { small: small.map(({ table }) => table), hot: hot.map(({ table }) => table) },
    baseline: null,
    merged: incident.history
      .filter((old) => !files.some(({ file }) => file === old.file))
      .map((file) => migrationOf(file, 'merged')),
    proposed: files.map((file) => migrationOf(file, isEdit(file) ? 'modified' : 'added')),
  };
  const input: ReviewInput = { version: 1, settings: DEFAULT_SETTINGS, problems: [], histories: [history] };
  return review(input, { registry, readSql });
}

function migrationOf({ file, transaction, sql }: IncidentFile, status: MigrationInput['status']): MigrationInput {
  return {
    path: file,
    text: sql,
    sql,
    status,
    version: file.replace(/_.*$/, ''),
    direction: 'up',
    transaction: transaction ? 'file' : 'none',
    unreadable: null,
  };
}

/** Why the review does not say what it must of this place; undefined when it does. */
export function missedFlag(answer: Review, must: MustFlag): string | undefined {
  const here = answer.findings.filter((finding) => isAt(finding, must));
  if (here.length === 0) return `line ${String(must.line)}: nothing is found`;
  const heavy = here.filter(({ severity }) => isAtLeast(severity, must.min_severity));
  if (heavy.length === 0) return `line ${String(must.line)}: only ${here.map(({ rule, severity }) => `${rule} (${severity})`).join(', ')}`;
  const says = heavy.map(wordsOf).join('\n');
  const missing = must.accept_any_of_each.filter((group) => !group.some((word) => says.includes(word)));
  if (missing.length === 0) return undefined;
  return `line ${String(must.line)}: ${heavy.map(({ rule }) => rule).join(', ')} without a word of ${JSON.stringify(missing)}`;
}

function isAt({ file, line, endLine }: Finding, must: MustFlag): boolean {
  const [first, last] = must.statement_lines;
  return file === must.file && ((line <= must.line && must.line <= endLine) || (line >= first && line <= last));
}

function isAtLeast(severity: Finding['severity'], least: MustFlag['min_severity']): boolean {
  return severity === 'blocker' || (least === 'warn' && severity === 'warning');
}

function wordsOf({ headline, message, remedy, recipe }: Finding): string {
  return [headline, message, remedy, ...recipe.flatMap(({ title, text }) => [title, text])]
    .join('\n')
    .toLowerCase();
}
