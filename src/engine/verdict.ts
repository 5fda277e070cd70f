import type { Finding, Gap, Verdict } from './finding.js';

/** What findings and gaps amount to. An open blocker outranks a gap; what is acknowledged holds nothing. */
export function verdictOf(findings: readonly Finding[], gaps: readonly Gap[]): Verdict {
  const holds = ({ state }: { readonly state: Finding['state'] }): boolean => state !== 'acknowledged';
  if (findings.some((finding) => finding.severity === 'blocker' && holds(finding))) return 'blocked';
  if (gaps.some(holds)) return 'incomplete';
  return [...findings, ...gaps].some(({ acknowledgement }) => acknowledgement) ? 'acknowledged' : 'clear';
}
