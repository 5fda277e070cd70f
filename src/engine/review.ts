/**
 * This folder replays histories, asks the rules that it is given, and collects what they find. It may not do I/O, read SQL,
 * write prose or import `rules/`.
 */
import type { Replay } from '../catalog/history.js';
import { acknowledgementRequests } from '../sql/acknowledgement.js';
import { lookUp } from '../look-up.js';
import { FileAcknowledgements, grantedState } from './acknowledge.js';
import { ChatAcknowledgements } from './chat.js';
import { checkSuggestions } from './check-suggestions.js';
import { fileGaps, gapsOf, findingsOf, occurrencesOf, statementsOf } from './collect-findings.js';
import type { FileView, Making } from './collect-findings.js';
import type { CheckedHistory, Finding, Gap, JudgedStatement, Notice, Review } from './finding.js';
import { fingerprints } from './fingerprint.js';
import { foreignMarks } from './foreign-marks.js';
import { dumpMigration, judgeDump } from './judge-dump.js';
import type { JudgedDump } from './judge-dump.js';
import { judgeHistory } from './judge-history.js';
import type { JudgedFile } from './judge-history.js';
import { replayHistory, serverGroups } from './replay.js';
import type { ReplayTools } from './replay.js';
import type { DumpInput, HistoryInput, InputProblem, ReviewInput, ReviewSettings } from './review-input.js';
import type { RegistryEntry, Rule } from './rule.js';
import { settleSquash } from './squash.js';
import { verdictOf } from './verdict.js';
import { code } from './words.js';

/** What a review needs beside its input. */
export interface ReviewTools extends ReplayTools {
  readonly registry: readonly RegistryEntry[];
}

interface Part {
  readonly findings: readonly Finding[];
  readonly gaps: readonly Gap[];
  readonly statements: readonly JudgedStatement[];
}

/** What the histories of one review share. */
interface Sharing {
  readonly input: ReviewInput;
  readonly tools: ReviewTools;
  readonly fingerprint: ReturnType<typeof fingerprints>;
  /** Acknowledgements that matched something, by file: its sections share one set. Added to. */
  readonly served: Map<string, Set<string>>;
  /** How many changes of a dump were judged, by the dump's path. Added to. */
  readonly dumps: Map<string, number>;
}

/** What one history adds to a review. */
interface JudgedHistory {
  readonly parts: readonly Part[];
  readonly acknowledgements: readonly FileAcknowledgements[];
  readonly notices: readonly Notice[];
  readonly checked: CheckedHistory;
}

/**
 * The decision, whole: replays each history, predicts what every configured server does with each proposed statement,
 * asks the rules, applies acknowledgements. Pure: the same input gives the same answer.
 */
export async function review(input: ReviewInput, tools: ReviewTools): Promise<Review> {
  const fingerprint = fingerprints();
  const sharing: Sharing = { input, tools, fingerprint, served: new Map(), dumps: new Map() };
  const judged: JudgedHistory[] = [];
  for (const listed of input.histories) judged.push(await judgeListed(listed, sharing));
  const parts = judged.flatMap((one) => one.parts);
  const problems = input.problems.map((problem) => withDumps(problem, sharing.dumps));
  const chat = new ChatAcknowledgements(input.chat ?? [], input.settings);
  const findings = parts.flatMap((part) => part.findings.map((finding) => chat.finding(finding)));
  const gaps = [...fileGaps(problems, fingerprint), ...parts.flatMap((part) => part.gaps)].map((gap) =>
    chat.gap(gap),
  );
  const acknowledgements = judged.flatMap((one) => one.acknowledgements);
  return {
    verdict: verdictOf(findings, gaps),
    findings,
    gaps,
    notices: [
      ...(input.notices ?? []),
      ...judged.flatMap((one) => one.notices),
      ...noticesOf(acknowledgements, tools.registry),
    ],
    statements: parts.flatMap((part) => part.statements),
    checked: judged.map((one) => one.checked),
  };
}

/** A history as it is, with the suggestions that hold when they are in its place. */
async function judgeListed(listed: HistoryInput, sharing: Sharing): Promise<JudgedHistory> {
  const { tools } = sharing;
  // What is judged again meets the same history, which is replayed once.
  const kept = { ...sharing, tools: { ...tools, replays: tools.replays ?? new Map<string, Replay>() } };
  const judged = await judgeTexts(listed, kept);
  const judgeAgain = async (edited: HistoryInput) => {
    const apart = { ...kept, fingerprint: fingerprints(), served: new Map(), dumps: new Map() };
    return together((await judgeTexts(edited, apart)).parts);
  };
  const { findings, gaps, statements } = together(judged.parts);
  const checked = await checkSuggestions(listed, { findings, gaps }, statements.length, judgeAgain);
  return { ...judged, parts: [{ findings: checked, gaps, statements }] };
}

function together(parts: readonly Part[]): Part {
  return {
    findings: parts.flatMap(({ findings }) => findings),
    gaps: parts.flatMap(({ gaps }) => gaps),
    statements: parts.flatMap(({ statements }) => statements),
  };
}

async function judgeTexts(listed: HistoryInput, sharing: Sharing): Promise<JudgedHistory> {
  const { input, tools, fingerprint, served } = sharing;
  const { settings } = input;
  const { history, ...squash } = await settleSquash(listed, {
    readSql: tools.readSql,
    replay: (one, server) => replayHistory(one, server, tools),
    settings,
    fingerprint,
    served,
  });
  const rules = rulesFor(history, input, tools.registry);
  const views = await viewsOf(history, rules, sharing);
  const dump = history.dumpChange && (await dumpView(history, history.dumpChange, rules, sharing));
  const all = dump ? [...views, dump.view] : views;
  return {
    parts: [
      { findings: [], gaps: squash.gaps, statements: [] },
      ...views.map((view) => partOf(view, history.dialect, settings, fingerprint)),
      ...(dump ? [partOf(dump.view, history.dialect, dump.settings, fingerprint)] : []),
    ],
    acknowledgements: all.map((view) => view.acknowledgements),
    notices: squash.notices,
    checked: checkedOf(history, all),
  };
}

/** Each proposed file as every server meets it. */
async function viewsOf(
  history: HistoryInput,
  rules: readonly Rule[],
  { tools, served }: Sharing,
): Promise<readonly FileView[]> {
  const groups = await Promise.all(
    serverGroups(history).map(async (group) => ({
      group,
      files: await judgeHistory(history, group, rules, tools),
    })),
  );
  return history.proposed.map((migration) => {
    const runs = groups.flatMap(({ group, files }) => {
      const file = files.find((judged) => judged.migration === migration);
      return file ? [{ group, file }] : [];
    });
    return viewOf(migration, runs, served);
  });
}

function viewOf(
  migration: FileView['migration'],
  runs: FileView['runs'],
  served: Map<string, Set<string>>,
): FileView {
  const files = runs.map(({ file }) => file);
  const acknowledgements = acknowledgementsOf(files, served);
  return { migration, runs, acknowledgements, occurrences: occurrencesOf(runs) };
}

/** A dump's change in the place of a migration, with the settings that hold for it. */
async function dumpView(
  history: HistoryInput,
  dump: DumpInput,
  rules: readonly Rule[],
  { input: { settings }, tools, served, dumps }: Sharing,
): Promise<{ readonly view: FileView; readonly settings: ReviewSettings }> {
  const migration = dumpMigration(dump);
  const runs = await Promise.all(
    serverGroups(history).map(async (group) => ({
      group,
      file: await judgeDump({ history, dump, migration }, group, rules, tools),
    })),
  );
  dumps.set(dump.path, Math.max(...runs.map(({ file }) => file.changes)));
  const files: readonly JudgedDump[] = runs.map(({ file }) => file);
  const hedged = new Set(files.flatMap((file) => [...file.hedged]));
  const configured = Object.entries(settings.rules).filter(([id]) => !hedged.has(id));
  return {
    view: viewOf(migration, runs, served),
    settings: { ...settings, rules: Object.fromEntries(configured) },
  };
}

/** Says of a migration in code which dumps were judged in its place, and what they cannot show. */
function withDumps(problem: InputProblem, judged: ReadonlyMap<string, number>): InputProblem {
  const dumps = (problem.dumps ?? []).flatMap((path) => {
    const changes = judged.get(path);
    return changes === undefined
      ? []
      : [`${code(path)} (${String(changes)} ${changes === 1 ? 'change' : 'changes'})`];
  });
  if (dumps.length === 0) return problem;
  const reason = `${problem.reason} The change of ${dumps.join(' and ')} was judged in its place: tables, columns, indexes and constraints. It shows neither what happens to the data nor how the migration runs.`;
  return { ...problem, reason };
}

function partOf(
  view: FileView,
  engine: Making['engine'],
  settings: ReviewSettings,
  fingerprint: ReturnType<typeof fingerprints>,
): Part {
  const grant: Making['grant'] = (severity) => grantedState(severity, settings);
  const making: Making = { engine, settings, fingerprint, grant };
  const findings = findingsOf(view, making);
  return { findings, gaps: gapsOf(view, making), statements: statementsOf(view) };
}

/** What is wrong with acknowledgements, asked when every section has had its chance; a comment of all sections is said once. */
function noticesOf(
  acknowledgements: readonly FileAcknowledgements[],
  registry: readonly RegistryEntry[],
): readonly Notice[] {
  const knownIds = new Set(registry.map(({ id }) => id));
  const notices = acknowledgements.flatMap((one) => one.notices(knownIds));
  return [...new Map(notices.map((notice) => [JSON.stringify(notice), notice])).values()];
}

/** The rules that speak the history's dialect and are not switched off, by themselves or by the configuration. */
function rulesFor(
  history: HistoryInput,
  input: ReviewInput,
  registry: readonly RegistryEntry[],
): readonly Rule[] {
  return registry.filter(
    (entry): entry is Rule =>
      entry.subject !== 'gap' &&
      entry.dialects.includes(history.dialect) &&
      (lookUp(input.settings.rules, entry.id) ?? (entry.offByDefault ? 'off' : undefined)) !== 'off',
  );
}

/** Comments do not depend on the server: the first group's reading serves. */
function acknowledgementsOf(
  files: readonly JudgedFile[],
  servedByFile: Map<string, Set<string>>,
): FileAcknowledgements {
  const [file] = files;
  const path = file?.migration.path ?? '';
  const served = servedByFile.get(path) ?? new Set();
  servedByFile.set(path, served);
  const spans = (file?.script.entries ?? []).map((entry) =>
    entry.kind === 'statement' ? entry.statement.span : entry.unreadable.span,
  );
  const comments = file?.script.comments ?? [];
  const marks = foreignMarks(comments, file?.migration.sql ?? '', spans[0]?.start);
  return new FileAcknowledgements(path, acknowledgementRequests(comments), spans, served, marks);
}

function checkedOf(history: HistoryInput, views: readonly FileView[]): CheckedHistory {
  return {
    path: history.path,
    migrations: migrationsIn(history.proposed),
    statements: views.reduce((sum, { runs }) => sum + (runs[0]?.file.script.entries.length ?? 0), 0),
    history: history.merged.filter(({ direction }) => direction === 'up').length,
    engine: history.dialect,
    environments: history.environments.map(({ name, version, assumed }) => ({ name, version, assumed })),
  };
}

/** What undoes a migration of the same change is counted with it. */
function migrationsIn(proposed: HistoryInput['proposed']): number {
  const forwards = proposed.filter(({ direction }) => direction === 'up');
  const versions = new Set(forwards.map(({ version }) => version));
  return forwards.length + proposed.filter(({ version }) => !versions.has(version)).length;
}
