import type { LockMode } from '../../src/impact/impact.js';
import { ask, emptyTables } from './ask.js';
import type { Answer, Case } from './ask.js';

/** An entry of postgres.json, as README.md beside it explains. */
export interface PostgresCase {
  readonly id: string;
  readonly setup: string;
  readonly fill?: string;
  readonly session?: string;
  readonly ddl: string;
  readonly variants: readonly Variant[];
}

interface Variant {
  readonly versions: readonly number[];
  readonly tx: boolean;
  readonly locks?: Readonly<Record<string, LockMode>>;
  readonly rewrites?: readonly string[];
  readonly full_scan?: readonly string[];
  /** Read from end to end, and empty. */
  readonly scan_read_no_rows?: readonly string[];
  readonly error?: string;
}

/** Errors that the rows cause: NULLs present, a CHECK violated. No schema shows them. */
const BY_ROWS: ReadonlySet<string> = new Set(['23502', '23514']);

export function isPredictable(one: PostgresCase): boolean {
  return !one.variants.some(({ error }) => BY_ROWS.has(error?.slice(0, 5) ?? ''));
}

export type Verdict =
  { readonly kind: 'agreed' } | { readonly kind: 'undecided' | 'wrong'; readonly text: string };

/** One verdict for each release on which the case was executed. */
async function verdicts(one: PostgresCase): Promise<readonly Verdict[]> {
  const runs = one.variants.flatMap((variant) => variant.versions.map((major) => ({ variant, major })));
  return Promise.all(runs.map(({ variant, major }) => verdictAt(one, variant, major)));
}

async function verdictAt(one: PostgresCase, variant: Variant, major: number): Promise<Verdict> {
  const texts = await disagreementsAt(one, variant, major);
  if (texts.length === 0) return { kind: 'agreed' };
  const kind = texts.some((text) => text.startsWith('undecided')) ? 'undecided' : 'wrong';
  return { kind, text: `${String(major)}: ${texts.join('; ')}` };
}

/** What the prediction says otherwise than the server did; empty where they agree. */
export async function disagreements(one: PostgresCase): Promise<readonly string[]> {
  const all = await verdicts(one);
  return all.flatMap((verdict) => (verdict.kind === 'agreed' ? [] : [verdict.text]));
}

/** The question that an entry asks on one release. */
function questionOf(one: PostgresCase, major: number, transaction = false): Case {
  const before = ['SET search_path = truth, ext', one.setup, one.fill ?? ''];
  return {
    engine: 'postgres',
    version: String(major),
    before,
    session: one.session === undefined ? [] : [one.session],
    sql: one.ddl,
    transaction,
    empty: emptyTables(before),
  };
}

async function disagreementsAt(
  one: PostgresCase,
  variant: Variant,
  major: number,
): Promise<readonly string[]> {
  const answer = await ask(questionOf(one, major));
  if (answer.undecided !== null) return [`undecided: ${answer.undecided}`];
  const error = differ('error', variant.error?.slice(0, 5), answer.refused?.code);
  const outside = [...error, ...(await transaction(one, variant, major))];
  return variant.error === undefined ? [...outside, ...compare(variant, answer)] : outside;
}

/** Whether the statement runs in a transaction. */
async function transaction(
  one: PostgresCase,
  variant: Variant,
  major: number,
): Promise<readonly string[]> {
  const inside = await ask(questionOf(one, major, true));
  return differ('in a transaction', variant.tx ? 'yes' : 'no', inside.refused?.code === '25001' ? 'no' : 'yes');
}

function compare(variant: Variant, answer: Answer): readonly string[] {
  const empty = new Set(variant.scan_read_no_rows ?? []);
  const scans = answer.scans.filter((name) => !empty.has(name));
  const locks = answer.locks.map(({ table, mode }) => [table, mode] as const);
  return [
    ...differ('locks', lockText(Object.entries(variant.locks ?? {})), lockText(locks)),
    ...differ('rewrites', listText(variant.rewrites ?? []), listText(answer.rewrites)),
    ...differ('scans', listText(variant.full_scan ?? []), listText(scans)),
  ];
}

function lockText(locks: readonly (readonly [string, LockMode])[]): string {
  return listText(locks.map(([name, mode]) => `${name} ${mode}`));
}

function listText(names: readonly string[]): string {
  return names.toSorted().join(', ') || 'none';
}

function differ(what: string, expected: string | undefined, seen: string | undefined): readonly string[] {
  return expected === seen ? [] : [`${what}: server ${expected ?? 'none'}, predicted ${seen ?? 'none'}`];
}
