import type { Prediction } from '../impact/impact.js';
import { versionText, type Dialect } from '../sql/dialect.js';
import { nameText } from '../sql/name.js';
import type { Statement, Unreadable } from '../sql/statement.js';
import { lookUp } from '../look-up.js';
import type { FileAcknowledgements } from './acknowledge.js';
import type { EnvironmentImpact, Finding, Gap, JudgedStatement, Severity, State } from './finding.js';
import type { fingerprints } from './fingerprint.js';
import type { Hit, Judgement } from './judge.js';
import type { JudgedFile } from './judge-history.js';
import type { ServerGroup } from './replay.js';
import type { InputProblem, MigrationInput, ReviewSettings } from './review-input.js';
import type { Replacement } from './rule.js';
import { suggest } from './suggestion.js';
import { tablesOf } from './tables-of.js';

/** One proposed file with what every kind of configured server makes of it. */
export interface FileView {
  readonly migration: MigrationInput;
  readonly runs: readonly { readonly group: ServerGroup; readonly file: JudgedFile }[];
  readonly acknowledgements: FileAcknowledgements;
  readonly occurrences: Occurrences;
}

/**
 * What every server makes of the statement that starts at a place of the file, in the order of the places: a version
 * comment may show a statement to some servers only.
 */
export type Occurrences = ReadonlyMap<number, readonly Occurrence[]>;

interface Occurrence {
  readonly group: ServerGroup;
  readonly judgement: Judgement;
}

/** Of several statements that start at one place, such as those of a body, the first is the file's. */
export function occurrencesOf(runs: FileView['runs']): Occurrences {
  const found = new Map<number, Occurrence[]>();
  for (const { group, file } of runs) {
    const seen = new Set<number>();
    for (const judgement of file.judgements) {
      const { start } = judgement.statement.span;
      if (seen.has(start)) continue;
      seen.add(start);
      const others = found.get(start);
      if (others) others.push({ group, judgement });
      else found.set(start, [{ group, judgement }]);
    }
  }
  return new Map([...found].sort(([a], [b]) => a - b));
}

/** What each environment does with the statement that starts at `start`. */
function impactsAt(view: FileView, start: number): readonly EnvironmentImpact[] {
  return (view.occurrences.get(start) ?? []).flatMap(({ group, judgement }) =>
    group.environments.map(({ name }) => environmentImpact(name, group, judgement.prediction)),
  );
}

function environmentImpact(name: string, group: ServerGroup, prediction: Prediction): EnvironmentImpact {
  const version = versionText(group.server.version);
  return prediction.kind === 'decided'
    ? { environment: name, version, impact: prediction.impact, undecided: null }
    : { environment: name, version, impact: null, undecided: prediction.reason };
}

/** What a finding or a gap needs beside what was judged. */
export interface Making {
  readonly engine: Dialect;
  readonly settings: ReviewSettings;
  readonly grant: (severity: Severity) => State;
  readonly fingerprint: ReturnType<typeof fingerprints>;
}

interface Sighting {
  readonly hit: Hit;
  /** Undefined for a finding about the file that points at no statement. */
  readonly judgement: Judgement | undefined;
}

/** One finding per rule and operation; several servers that agree are one finding, told in the words of the worst. */
export function findingsOf(view: FileView, making: Making): readonly Finding[] {
  const causes = new Map<string, Sighting[]>();
  const see = (hit: Hit, judgement: Judgement | undefined): void => {
    const place = judgement?.statement.span.start;
    const cause = JSON.stringify([place, hit.rule.id, hit.operation?.span.start, hit.detection.subject]);
    causes.set(cause, [...(causes.get(cause) ?? []), { hit, judgement }]);
  };
  for (const { file } of view.runs) {
    for (const hit of file.hits) see(withOperation(hit), file.judgements[hit.detection.at?.index ?? -1]);
  }
  for (const { judgement } of [...view.occurrences.values()].flat()) {
    for (const hit of judgement.hits) see(hit, judgement);
  }
  return [...causes.values()]
    .flatMap((sightings) => findingOf(view, sightings, making))
    .sort((a, b) => a.line - b.line);
}

function withOperation(hit: Hit): Hit {
  return { ...hit, operation: hit.detection.at?.operation };
}

const WORK_COST = { metadata: 0, scan: 1, 'index-build': 2, rebuild: 3, copy: 4 } as const;
const BLOCKS_COST = { nobody: 0, writes: 10, 'reads-and-writes': 20 } as const;

function costOf(prediction: Prediction | undefined): number {
  if (prediction === undefined || prediction.kind === 'undecided') return 0;
  return WORK_COST[prediction.impact.work] + BLOCKS_COST[prediction.impact.blocks];
}

function findingOf(
  view: FileView,
  sightings: readonly Sighting[],
  { engine, settings, grant, fingerprint }: Making,
): readonly Finding[] {
  const [worst] = [...sightings].sort(
    (a, b) => costOf(b.judgement?.prediction) - costOf(a.judgement?.prediction),
  );
  if (!worst) return [];
  const { migration } = view;
  const { rule, detection, operation } = worst.hit;
  const statement = worst.judgement?.statement;
  const rollback = migration.direction === 'down';
  const severity = severityOf(worst.hit, settings, rollback);
  const span = operation?.span ?? statement?.span ?? FIRST_LINE;
  const acknowledgement = view.acknowledgements.find(rule.id, statement?.span) ?? null;
  const servers = statement ? (view.occurrences.get(statement.span.start) ?? []).length : 0;
  const isWhole = sightings.length >= servers && migration.sealed === undefined;
  const replacement = isWhole ? commonReplacement(sightings) : undefined;
  const suggestion = replacement && statement && suggest(replacement, statement, operation, migration.text);
  return [
    {
      rule: rule.id,
      severity,
      state: acknowledgement ? grant(severity) : 'open',
      file: migration.path,
      line: span.line,
      endLine: span.endLine,
      subject: detection.subject,
      headline: detection.headline,
      message: detection.message,
      remedy: detection.remedy,
      recipe: detection.recipe ?? [],
      suggestion: suggestion?.text ?? null,
      suggestionLine: suggestion?.line ?? null,
      suggestionEndLine: suggestion?.endLine ?? null,
      acknowledgement,
      tables: tablesOfHit(worst),
      engine,
      fingerprint: fingerprint(rule.id, migration.path, detection.subject),
      impacts: statement ? impactsAt(view, statement.span.start) : [],
      rollback,
      ...(migration.sealed && { sealed: true }),
    },
  ];
}

const FIRST_LINE = { line: 1, endLine: 1 };

/** Of the operation, else of the whole statement. */
function tablesOfHit({ hit: { detection, operation }, judgement }: Sighting): readonly string[] {
  if (detection.table) return [nameText(detection.table)];
  const own = operation ? tablesOf([operation]) : [];
  return own.length > 0 ? own : tablesOf(judgement?.statement.operations ?? []);
}

/** What to write instead, where every server wants the same. The caller sees to it that none is left out. */
function commonReplacement(sightings: readonly Sighting[]): Replacement | undefined {
  const [first, ...others] = sightings.map(({ hit }) => hit.detection.replacement);
  return others.every((other) => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

const HARDER: Readonly<Record<Severity, Severity>> = {
  advice: 'warning',
  warning: 'blocker',
  blocker: 'blocker',
};

/** A rollback runs by hand, when somebody is watching: what it does is said, and blocks nothing. */
function severityOf({ rule, detection, size }: Hit, settings: ReviewSettings, rollback: boolean): Severity {
  if (rollback) return 'advice';
  const configured = lookUp(settings.rules, rule.id);
  const severity =
    configured === undefined || configured === 'off' ? (detection.severity ?? rule.severity) : configured;
  if (rule.scale === undefined || size === undefined) return severity;
  if (size === 'hot') return HARDER[severity];
  return rule.scale === 'size' ? 'advice' : severity;
}

/** What could not be read or decided in one file: one gap per statement. */
export function gapsOf(view: FileView, { engine, grant, fingerprint }: Making): readonly Gap[] {
  const unreadable = new Map<number, Unreadable>();
  const undecided = new Map<number, Judgement>();
  for (const { file } of view.runs) {
    for (const entry of file.unreadable) unreadable.set(entry.span.start, entry);
    for (const judgement of file.judgements) {
      if (judgement.undecided !== undefined) undecided.set(judgement.statement.span.start, judgement);
    }
  }
  const gap = (
    id: string,
    { span, text }: Pick<Unreadable, 'span' | 'text'>,
    reason: string,
    tables: readonly string[],
  ): Gap => {
    const acknowledgement = view.acknowledgements.find(id, span) ?? null;
    const statement = text.replace(/\s+/g, ' ').slice(0, 120);
    return {
      id,
      state: acknowledgement ? grant('blocker') : 'open',
      file: view.migration.path,
      line: span.line,
      endLine: span.endLine,
      reason,
      statement,
      tables,
      engine,
      acknowledgement,
      fingerprint: fingerprint(id, view.migration.path, statement),
      ...(view.migration.sealed && { sealed: true }),
    };
  };
  return [
    ...[...unreadable.values()].map((entry) => gap(entry.gap, entry, entry.reason, entry.mayTouch ?? [])),
    ...[...undecided.values()].map(({ statement, undecided: reason }) =>
      gap(gapOf(statement), statement, reason ?? '', tablesOf(statement.operations)),
    ),
  ].sort((a, b) => a.line - b.line);
}

/** Text that is only there at run time cannot be read; all else that cannot be told hangs on the schema. */
function gapOf({ operations }: Statement): 'statement-unreadable' | 'table-unknown' {
  return operations.some(({ kind }) => kind === 'executeDynamic') ? 'statement-unreadable' : 'table-unknown';
}

/** Gaps of whole files that never reached a reader. */
export function fileGaps(
  problems: readonly InputProblem[],
  fingerprint: Making['fingerprint'],
): readonly Gap[] {
  return problems
    .filter(({ kind }) => kind !== 'configuration')
    .map((problem) => ({
      id: problem.kind,
      state: 'open',
      file: problem.file,
      line: problem.line ?? 1,
      endLine: problem.line ?? 1,
      reason: problem.reason,
      statement: '',
      tables: [],
      engine: null,
      acknowledgement: null,
      fingerprint: fingerprint(problem.kind, problem.file, ''),
    }));
}

/** Every proposed statement with its impacts. */
export function statementsOf(view: FileView): readonly JudgedStatement[] {
  return [...view.occurrences].flatMap(([start, [first]]) => {
    if (!first) return [];
    const { span } = first.judgement.statement;
    return [
      { file: view.migration.path, line: span.line, endLine: span.endLine, impacts: impactsAt(view, start) },
    ];
  });
}
