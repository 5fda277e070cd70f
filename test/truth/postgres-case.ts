import { applyEntries, emptyCatalog } from '../../src/catalog/apply.js';
import type { Catalog } from '../../src/catalog/catalog.js';
import { findTable, findView } from '../../src/catalog/find.js';
import { candidateKeys } from '../../src/catalog/names.js';
import type { Impact, LockMode, Prediction, Server } from '../../src/impact/impact.js';
import { predictStatement } from '../../src/impact/predict.js';
import { stronger } from '../../src/impact/postgres/lock.js';
import type { ObjectName } from '../../src/sql/name.js';
import { readPostgres } from '../../src/sql/postgres/read.js';
import type { ScriptEntry } from '../../src/sql/statement.js';

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

async function disagreementsAt(
  one: PostgresCase,
  variant: Variant,
  major: number,
): Promise<readonly string[]> {
  const server: Server = { version: { dialect: 'postgres', major, minor: 0, patch: 0 }, variables: {} };
  const texts = [one.setup, one.fill ?? '', one.session ?? ''];
  const start = emptyCatalog(server.version, { searchPath: ['truth', 'ext'] });
  const history = (await Promise.all(texts.map((text) => entriesOf(text, server)))).flat();
  const before = applyEntries(start, history, server.version);
  const entries = await entriesOf(one.ddl, server);
  const predictions = predict(entries, before, server);
  const open = predictions.find((prediction) => prediction.kind === 'undecided');
  if (open) return [`undecided: ${open.reason}`];
  const impacts = predictions.flatMap((prediction) =>
    prediction.kind === 'decided' ? [prediction.impact] : [],
  );
  const refused = impacts.find((impact) => impact.refused)?.refused;
  const error = differ('error', variant.error?.slice(0, 5), refused?.code);
  const outside = [...error, ...transaction(entries, variant, before, server)];
  return variant.error === undefined ? [...outside, ...compare(variant, impacts, before)] : outside;
}

function predict(entries: readonly ScriptEntry[], before: Catalog, server: Server): readonly Prediction[] {
  const predictions: Prediction[] = [];
  let catalog = before;
  for (const entry of entries) {
    if (entry.kind === 'unreadable') {
      predictions.push({ kind: 'undecided', reason: `cannot read: ${entry.unreadable.reason}` });
    } else predictions.push(predictStatement(entry.statement, catalog, server).statement);
    catalog = applyEntries(catalog, [entry], server.version);
  }
  return predictions;
}

async function entriesOf(text: string, { version }: Server): Promise<readonly ScriptEntry[]> {
  if (text.trim() === '') return [];
  const script = await readPostgres({ dialect: 'postgres', version, text });
  return script.entries;
}

/** Whether the statement runs in a transaction; what several statements make in it is not known beforehand. */
function transaction(
  entries: readonly ScriptEntry[],
  variant: Variant,
  before: Catalog,
  server: Server,
): readonly string[] {
  const inside = { ...before, session: { ...before.session, inTransaction: true } };
  const predictions = predict(entries, inside, server);
  if (predictions.length !== 1) return [];
  const codes = predictions.map((each) => (each.kind === 'decided' ? each.impact.refused?.code : undefined));
  return differ('in a transaction', variant.tx ? 'yes' : 'no', codes.includes('25001') ? 'no' : 'yes');
}

function compare(variant: Variant, impacts: readonly Impact[], before: Catalog): readonly string[] {
  const locks = new Map<string, LockMode>();
  for (const { table, mode } of impacts.flatMap((impact) => impact.locks ?? [])) {
    if (existed(before, table)) locks.set(table.name, stronger(locks.get(table.name), mode));
  }
  const namesOf = (tables: readonly ObjectName[]): readonly string[] => [
    ...new Set(tables.filter((table) => existed(before, table)).map(({ name }) => name)),
  ];
  const empty = new Set(variant.scan_read_no_rows ?? []);
  const scans = namesOf(impacts.flatMap((impact) => impact.scans)).filter((name) => !empty.has(name));
  return [
    ...differ('locks', lockText(Object.entries(variant.locks ?? {})), lockText([...locks])),
    ...differ(
      'rewrites',
      listText(variant.rewrites ?? []),
      listText(namesOf(impacts.flatMap((i) => i.rewrites))),
    ),
    ...differ('scans', listText(variant.full_scan ?? []), listText(scans)),
  ];
}

function existed(before: Catalog, ref: ObjectName): boolean {
  const inMaps = candidateKeys(before, ref).some((key) => before.sequences.has(key) || before.types.has(key));
  return inMaps || findTable(before, ref) !== undefined || findView(before, ref) !== undefined;
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
