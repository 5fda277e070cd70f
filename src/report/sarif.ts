import type { Log, Message, Notification, PhysicalLocation, ReportingDescriptor, Result, Run } from 'sarif';

import type { Finding, Severity } from '../engine/finding.js';
import type { RegistryEntry } from '../engine/rule.js';
import { gapHeadline, gapReason, gapRemedy, question, ROLLBACK } from './finding-words.js';
import { clean, cleanLines, plain } from './prose.js';
import { idOf, isFinding, pageOf, ranked, type Report, type Subject } from './report.js';

/** What the document says of Precheck and its rules. */
export interface SarifOptions {
  /** Of Precheck. */
  readonly version: string;
  /** Every rule and gap; those that a result names are described. */
  readonly registry: readonly RegistryEntry[];
  /** A rule's page as Markdown, by its id; undefined when it is not at hand. */
  readonly page: (id: string) => string | undefined;
}

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = '%SRCROOT%';

/**
 * A review as a SARIF 2.1.0 log of one run. A finding is a result of kind `fail`, a gap one of kind `open`, and what is
 * acknowledged is suppressed with its reason. What is wrong with the configuration is a notification.
 */
export function sarifLog(report: Report, options: SarifOptions): Log {
  const subjects = ranked(report.review);
  const ids = [...new Set(subjects.map(idOf))].sort();
  const configuration = report.problems.filter(({ kind }) => kind === 'configuration');
  const run: Run = {
    tool: {
      driver: {
        name: 'Precheck',
        informationUri: report.docs.repositoryUrl,
        version: options.version,
        semanticVersion: options.version,
        rules: ids.map((id) => ruleOf(id, report, options)),
      },
    },
    automationDetails: { id: 'precheck/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: 'The top of the repository.' } } },
    invocations: [
      {
        executionSuccessful: configuration.length === 0,
        toolConfigurationNotifications: configuration.map(({ file, line, reason }) =>
          notification('error', reason, file, line),
        ),
        toolExecutionNotifications: report.review.notices.map(({ file, line, text }) =>
          notification('note', text, file, line),
        ),
      },
    ],
    results: subjects.map((subject) => resultOf(subject, ids.indexOf(idOf(subject)))),
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

const LEVEL = { blocker: 'error', warning: 'warning', advice: 'note' } as const;
/** What GitHub's code scanning sorts by, where a rule is not about security. */
const PROBLEM = { blocker: 'error', warning: 'warning', advice: 'recommendation' } as const;

function ruleOf(id: string, report: Report, { registry, page }: SarifOptions): ReportingDescriptor {
  const entry = registry.find((one) => one.id === id);
  const address = pageOf(id, report);
  const summary = `${plain(entry?.summary ?? id)}.`;
  const severity: Severity = entry && entry.subject !== 'gap' ? entry.severity : 'warning';
  const markdown = page(id);
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    helpUri: address,
    help: {
      text: `${summary} ${question(id, report.questions)} ${address}`,
      ...(markdown === undefined ? {} : { markdown }),
    },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: {
      tags: ['database', 'migration', ...(entry?.dialects ?? [])],
      'problem.severity': PROBLEM[severity],
    },
  };
}

function resultOf(subject: Subject, ruleIndex: number): Result {
  return {
    ruleId: idOf(subject),
    ruleIndex,
    // The level of what is no failure is "none" by definition; viewers that know no kinds take the rule's.
    ...(isFinding(subject) ? { kind: 'fail', level: LEVEL[subject.severity] } : { kind: 'open' }),
    message: messageOf(wordsOf(subject)),
    locations: [{ physicalLocation: placeOf(subject.file, subject.line, subject.endLine) }],
    partialFingerprints: { 'precheck/v1': subject.fingerprint },
    suppressions: suppressionsOf(subject),
    ...(isFinding(subject) ? fixesOf(subject) : {}),
    properties: {
      state: subject.state,
      ...(isFinding(subject) ? { subject: clean(subject.subject), rollback: subject.rollback } : {}),
    },
  };
}

function wordsOf(subject: Subject): string {
  if (!isFinding(subject)) {
    return `${gapHeadline(subject)}: ${plain(gapReason(subject))} ${plain(gapRemedy(subject))}`;
  }
  const { headline, message, remedy, rollback } = subject;
  const sentences = [`${plain(headline)}.`, plain(message), plain(remedy), ...(rollback ? [ROLLBACK] : [])];
  return sentences.join(' ');
}

function suppressionsOf({ state, acknowledgement, file }: Subject): Result['suppressions'] & object {
  if (!acknowledgement || state === 'open') return [];
  const { reason, line } = acknowledgement;
  return [
    {
      kind: line === null ? 'external' : 'inSource',
      status: state === 'acknowledged' ? 'accepted' : 'underReview',
      justification: clean(reason),
      ...(line !== null && { location: { physicalLocation: placeOf(file, line, line) } }),
    },
  ];
}

function fixesOf(finding: Finding): Pick<Result, 'fixes'> {
  const { suggestion, suggestionLine: startLine, suggestionEndLine: endLine } = finding;
  if (suggestion === null || startLine === null || endLine === null) return {};
  const { artifactLocation } = placeOf(finding.file, startLine, endLine);
  // Lines without columns end before the last line's break, so that the text brings none of its own.
  const replacements = [
    { deletedRegion: { startLine, endLine }, insertedContent: { text: suggestion.replace(/\n$/, '') } },
  ];
  return {
    fixes: [
      {
        description: messageOf(plain(finding.remedy)),
        artifactChanges: [{ artifactLocation, replacements }],
      },
    ],
  };
}

function notification(
  level: 'error' | 'note',
  text: string,
  file: string | null,
  line: number | null,
): Notification {
  const locations = file === null ? [] : [{ physicalLocation: placeOf(file, line ?? 1, line ?? 1) }];
  return { level, message: messageOf(plain(text)), locations };
}

type Place = PhysicalLocation & { readonly artifactLocation: object };

function placeOf(path: string, line: number, endLine: number): Place {
  const startLine = Math.max(1, line);
  const region = { startLine, endLine: Math.max(startLine, endLine) };
  const uri = path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
  // Loose files may lie outside of any repository.
  return path.startsWith('/')
    ? { artifactLocation: { uri: `file://${uri}` }, region }
    : { artifactLocation: { uri, uriBaseId: ROOT }, region };
}

/** In a message of SARIF brackets make links and braces placeholders. */
function messageOf(text: string): Message & { text: string } {
  const escaped = cleanLines(text)
    .replace(/[\\[\]]/g, '\\$&')
    .replace(/[{}]/g, '$&$&');
  return { text: escaped };
}
