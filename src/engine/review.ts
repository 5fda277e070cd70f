/**
 * This folder replays histories, asks the rules that it is given, and collects what they find. It may not do I/O, read SQL,
 * write prose or import `rules/`.
 */
import { acknowledgementRequests } from '../sql/acknowledgement.js';
import { FileAcknowledgements, grantedState } from './acknowledge.js';
import { ChatAcknowledgements } from './chat.js';
import { fileGaps, gapsOf, findingsOf, statementsOf } from './collect-findings.js';
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

/**
 * The decision, whole: replays each history, predicts what every configured server does with each proposed statement,
 * asks the rules, applies acknowledgements. Pure: the same input gives the same answer.
 */
export async function review(input: ReviewInput, tools: ReviewTools): Promise<Review> {
  const fingerprint = fingerprints();
  const parts: Part[] = [];
  const dumps = new Map<string, number>();
  const acknowledgements: FileAcknowledgements[] = [];
  const served = new Map<string, Set<string>>();
  const checked: CheckedHistory[] = [];
  const notices: Notice[] = [];
  for (const listed of input.histories) {
    const { history, ...squash } = await settleSquash(listed, {
      readSql: tools.readSql,
      replay: (one, server) => replayHistory(one, server, tools),
      settings: input.settings,
      fingerprint,
      served,
    });
    parts.push({ findings: [], gaps: squash.gaps, statements: [] });
    notices.push(...squash.notices);
    const rules = rulesFor(history, input, tools.registry);
    const groups = await Promise.all(
      serverGroups(history).map(async (group) => ({
        group,
        files: await judgeHistory(history, group, rules, tools),
      })),
    );
    const views = history.proposed.map((migration): FileView => {
      const runs = groups.flatMap(({ group, files }) => {
        const file = files.find((judged) => judged.migration === migration);
        return file ? [{ group, file }] : [];
      });
      return viewOf(migration, runs, served);
    });
    for (const view of views) parts.push(partOf(view, history.dialect, input.settings, fingerprint));
    if (history.dumpChange) {
      const { view, settings } = await dumpView(history, history.dumpChange, {
        settings: input.settings,
        rules,
        tools,
        served,
        dumps,
      });
      parts.push(partOf(view, history.dialect, settings, fingerprint));
      views.push(view);
    }
    acknowledgements.push(...views.map((view) => view.acknowledgements));
    checked.push(checkedOf(history, views));
  }
  const problems = input.problems.map((problem) => withDumps(problem, dumps));
  const chat = new ChatAcknowledgements(input.chat ?? [], input.settings);
  const findings = parts.flatMap((part) => part.findings.map((finding) => chat.finding(finding)));
  const gaps = [...fileGaps(problems, fingerprint), ...parts.flatMap((part) => part.gaps)].map((gap) =>
    chat.gap(gap),
  );
  return {
    verdict: verdictOf(findings, gaps),
    findings,
    gaps,
    notices: [...notices, ...noticesOf(acknowledgements, tools.registry)],
    statements: parts.flatMap((part) => part.statements),
    checked,
  };
}

function viewOf(
  migration: FileView['migration'],
  runs: FileView['runs'],
  served: Map<string, Set<string>>,
): FileView {
  const files = runs.map(({ file }) => file);
  return { migration, runs, acknowledgements: acknowledgementsOf(files, served) };
}

interface DumpTools {
  readonly settings: ReviewSettings;
  readonly rules: readonly Rule[];
  readonly tools: ReplayTools;
  readonly served: Map<string, Set<string>>;
  /** How many changes were judged, by the dump's path; added to. */
  readonly dumps: Map<string, number>;
}

/** A dump's change in the place of a migration, with the settings that hold for it. */
async function dumpView(
  history: HistoryInput,
  dump: DumpInput,
  { settings, rules, tools, served, dumps }: DumpTools,
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
      (input.settings.rules[entry.id] ?? (entry.offByDefault ? 'off' : undefined)) !== 'off',
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
    migrations: history.proposed.length,
    statements: views.reduce((sum, { runs }) => sum + (runs[0]?.file.script.entries.length ?? 0), 0),
    history: history.merged.filter(({ direction }) => direction === 'up').length,
    engine: history.dialect,
    environments: history.environments.map(({ name, version, assumed }) => ({ name, version, assumed })),
  };
}
