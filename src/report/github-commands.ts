import { count } from './counting.js';
import { gapHeadline, gapReason, gapRemedy, readLine } from './finding-words.js';
import type { Outcome } from './outcome.js';
import { plain } from './prose.js';
import { isFinding, ranked, type Report, type Subject } from './report.js';

type Level = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly level: Level;
  readonly file: string;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows so many annotations of each level of one step; the others are lines of its log. */
const MOST_SHOWN = 10;
const LEVEL = { blocker: 'error', warning: 'warning', advice: 'notice' } as const;

/**
 * A review as workflow commands of GitHub Actions, which puts them on the lines of the pull request; what is acknowledged
 * is only counted. Ends in a line of plain text that holds no word out of the pull request.
 */
export function githubCommands(report: Report, outcome: Outcome): string {
  const subjects = ranked(report.review);
  const annotations = [
    ...report.problems.filter(({ kind }) => kind === 'configuration').map(configurationAnnotation),
    ...subjects
      .filter(({ state }) => state !== 'acknowledged')
      .map((subject) => subjectAnnotation(subject, report)),
  ];
  const acknowledged = subjects.filter(({ state }) => state === 'acknowledged').length;
  const closing = [
    `Precheck: ${outcome.title}.`,
    ...(acknowledged > 0 ? [`${count(acknowledged, 'is', 'are')} acknowledged.`] : []),
    ...hiddenWords(annotations),
  ];
  return `${[...annotations.map(command), closing.join(' ')].join('\n')}\n`;
}

function configurationAnnotation({ file, line, reason }: Report['problems'][number]): Annotation {
  return {
    level: 'error',
    file,
    line,
    endLine: line,
    title: 'Precheck configuration',
    message: plain(reason),
  };
}

function subjectAnnotation(subject: Subject, report: Report): Annotation {
  const words = isFinding(subject)
    ? `${plain(subject.message)} ${plain(subject.remedy)}`
    : `${plain(gapReason(subject))} ${plain(gapRemedy(subject))}`;
  return {
    level: isFinding(subject) ? LEVEL[subject.severity] : 'warning',
    file: subject.file,
    line: Math.max(1, subject.line),
    endLine: Math.max(1, subject.line, subject.endLine),
    title: plain(isFinding(subject) ? subject.headline : gapHeadline(subject)),
    message: `${words}\n${readLine(subject, report)}`,
  };
}

function command({ level, file, line, endLine, title, message }: Annotation): string {
  const properties = Object.entries({ file, line, endLine, title })
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

function hiddenWords(annotations: readonly Annotation[]): readonly string[] {
  const hidden = (['error', 'warning', 'notice'] as const)
    .map((level) => annotations.filter((one) => one.level === level).length - MOST_SHOWN)
    .filter((left) => left > 0)
    .reduce((sum, left) => sum + left, 0);
  if (hidden === 0) return [];
  const limit = `GitHub shows ${String(MOST_SHOWN)} errors, ${String(MOST_SHOWN)} warnings and ${String(MOST_SHOWN)} notices of a step`;
  return [`${limit}: ${count(hidden, 'more is', 'more are')} only in this log.`];
}

/** What the runner turns back in a command's text. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
