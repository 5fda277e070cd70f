import { acknowledgementRequests } from '../sql/acknowledgement.js';
import { FileAcknowledgements, grantedState } from './acknowledge.js';
import { fileGaps, gapsOf, findingsOf, statementsOf } from './collect-findings.js';
import type { FileView, Making } from './collect-findings.js';
import type { CheckedHistory, Finding, Gap, JudgedStatement, Notice, Review, Verdict } from './finding.js';
import { fingerprints } from './fingerprint.js';
import { foreignMarks } from './foreign-marks.js';
import { judgeHistory } from './judge-history.js';
import type { JudgedFile } from './judge-history.js';
import { replayHistory, serverGroups } from './replay.js';
import type { ReplayTools } from './replay.js';
import type { HistoryInput, ReviewInput } from './review-input.js';
import type { RegistryEntry, Rule } from './rule.js';
import { settleSquash } from './squash.js';

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
  const parts: Part[] = [{ findings: [], gaps: fileGaps(input.problems, fingerprint), statements: [] }];
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
      return {
        migration,
        runs,
        acknowledgements: acknowledgementsOf(
          runs.map(({ file }) => file),
          served,
        ),
      };
    });
    for (const view of views) parts.push(partOf(view, input, fingerprint));
    acknowledgements.push(...views.map((view) => view.acknowledgements));
    checked.push(checkedOf(history, views));
  }
  const findings = parts.flatMap((part) => part.findings);
  const gaps = parts.flatMap((part) => part.gaps);
  return {
    verdict: verdictOf(findings, gaps),
    findings,
    gaps,
    notices: [...notices, ...noticesOf(acknowledgements, tools.registry)],
    statements: parts.flatMap((part) => part.statements),
    checked,
  };
}

function partOf(view: FileView, input: ReviewInput, fingerprint: ReturnType<typeof fingerprints>): Part {
  const { settings } = input;
  const making: Making = { settings, fingerprint, grant: (severity) => grantedState(severity, settings) };
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

function verdictOf(findings: readonly Finding[], gaps: readonly Gap[]): Verdict {
  const holds = ({ state }: { readonly state: Finding['state'] }): boolean => state !== 'acknowledged';
  if (findings.some((finding) => finding.severity === 'blocker' && holds(finding))) return 'blocked';
  if (gaps.some(holds)) return 'incomplete';
  return [...findings, ...gaps].some(({ acknowledgement }) => acknowledgement) ? 'acknowledged' : 'clear';
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
