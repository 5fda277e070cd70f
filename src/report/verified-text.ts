import type { Difference } from '../verify/compare.js';
import type { Verified, VerifiedHistory } from '../verify/run-history.js';
import { paintWith } from './paint.js';
import type { Paint } from './paint.js';
import { clean, shorten } from './prose.js';

/** Which server was asked. */
export interface Where {
  /** "MySQL 9.7.4". */
  readonly server: string;
  /** Without the password. */
  readonly address: string;
}

/** What a verification found, as a person reads it. */
export function renderVerified(
  { statements, before }: VerifiedHistory,
  { server, address }: Where,
  { color }: { readonly color: boolean },
): string {
  const paint = paintWith(color);
  const count = (kind: Verified['comparison']['kind']): number =>
    statements.filter(({ comparison }) => comparison.kind === kind).length;
  const open = statements.length - count('agreed') - count('differs');
  const summary = [
    `${count('agreed')} of ${statements.length} statements did what Precheck predicts`,
    ...(count('differs') > 0 ? [`${count('differs')} did something else`] : []),
    ...(open > 0 ? [`${open} could not be compared`] : []),
  ];
  return [
    clean(`Run in a throw-away database on ${server} (${address}), which is dropped again.`),
    '',
    ...before.map(({ file, line, reason }) =>
      paint.yellow(`${clean(file)}:${line}  part of the history, not run: ${clean(reason)}`),
    ),
    ...statements.flatMap((one) => [...statementLines(one, paint), '']),
    `${summary.join(', ')}.`,
    '',
  ].join('\n');
}

function statementLines(one: Verified, paint: Paint): readonly string[] {
  const head = `${clean(one.file)}:${one.line}  ${shorten(clean(one.statement), SHOWN)}`;
  const { comparison } = one;
  switch (comparison.kind) {
    case 'agreed':
      return [`${paint.green('as predicted')}  ${head}`, `    ${seen(one)}`];
    case 'differs':
      return [`${paint.red('DIFFERS')}  ${head}`, ...comparison.differences.map(differenceLine)];
    case 'undecided':
      return [
        `${paint.yellow('no prediction')}  ${head}`,
        `    ${clean(comparison.reason)}`,
        `    The server: ${seen(one)}`,
      ];
    case 'rows':
      return [`${paint.yellow('rows decide')}  ${head}`, `    ${clean(comparison.reason)}`];
    case 'not-run':
      return [`${paint.yellow('not run')}  ${head}`, `    ${clean(comparison.reason)}`];
  }
}

function differenceLine({ what, predicted, observed, worse }: Difference): string {
  const warning = worse ? ' It does more than Precheck says.' : '';
  return `    ${clean(`${what}: Precheck predicts ${predicted}, the server did ${observed}.`)}${warning}`;
}

/** What the server was seen to do, in its own words. */
function seen({ observation }: Verified): string {
  if (!observation) return 'not seen';
  const { refused, algorithm, lock, rewrites, locks, scans } = observation;
  if (refused) return clean(`refused with error ${refused.code}: ${refused.message}`);
  const parts = [
    ...(algorithm === undefined ? [] : [`ALGORITHM=${algorithm}`]),
    ...(lock === undefined ? [] : [`LOCK=${lock}`]),
    ...Object.entries(locks ?? {}).map(([name, mode]) => `${mode} on ${name}`),
    ...(rewrites ?? []).map((name) => `writes ${name} anew`),
    ...(scans ?? []).map((name) => `reads all of ${name}`),
  ];
  return clean(parts.join(', ')) || 'done, and no table rewritten';
}

/** Longer statements are cut: the line is named. */
const SHOWN = 90;

/** The JSON of a verification. */
export function verifiedDocument({ statements, before }: VerifiedHistory, where: Where): object {
  return {
    version: 1,
    ...where,
    before,
    statements: statements.map(({ file, line, comparison, observation }) => ({
      file,
      line,
      result: comparison.kind,
      reason: 'reason' in comparison ? comparison.reason : null,
      differences: comparison.kind === 'differs' ? comparison.differences : [],
      observed: observation ?? null,
    })),
  };
}
