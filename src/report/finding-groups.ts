import type { Finding } from '../engine/finding.js';

/** Up to here each finding has a row of its own. */
const MOST_SINGLE_ROWS = 20;
/** As many of a kind are still read one by one. */
const MOST_SINGLE_OF_A_KIND = 3;

/**
 * The rows of a table of findings, in the order of their first: where there are many, the open ones of one rule and
 * severity share a row.
 */
export function findingGroups(findings: readonly Finding[]): readonly (readonly [Finding, ...Finding[]])[] {
  if (findings.length <= MOST_SINGLE_ROWS) return findings.map((finding) => [finding]);
  const kinds = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { rule, severity, state, fingerprint, rollback } = finding;
    const key = JSON.stringify([rule, severity, rollback, state === 'open' ? '' : fingerprint]);
    const known = kinds.get(key);
    if (known) known.push(finding);
    else kinds.set(key, [finding]);
  }
  return [...kinds.values()].flatMap((kind) =>
    kind.length > MOST_SINGLE_OF_A_KIND ? [kind] : kind.map((finding): [Finding] => [finding]),
  );
}
