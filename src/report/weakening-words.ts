import type { Weakening } from '../escalation/weakening.js';
import { codeSpan } from './prose.js';

/** What a weakening lets through; no full stop. */
const THEN: Readonly<Record<Weakening['kind'], string>> = {
  mode: 'the check would pass whatever is found',
  rule: 'what the rule finds would hold up less',
  experts: 'other people could approve',
  when: 'fewer findings would need an expert',
  acknowledge: 'the word of the author would be enough',
  migrations: 'migrations would be read or judged in another way',
  tables: 'what blocks these tables would hold up less',
  owners: 'GitHub would no longer ask all of them',
  'owners-too-long': 'GitHub may no longer ask all owners',
};

/** What a change does to the review, as prose: "`mode` goes from `enforce` to `observe`: the check would …". */
export function weakeningWords(weakening: Weakening): string {
  const { kind, subject, was, becomes, count } = weakening;
  if (kind === 'owners-too-long') {
    const migrations = count === 1 ? 'a migration' : `${String(count)} migrations`;
    return `${codeSpan(subject)} is too long to compare who owns ${migrations} before and after: ${THEN[kind]}.`;
  }
  return `${whatOf(weakening)} ${fromTo(was, becomes)}: ${THEN[kind]}.`;
}

function whatOf({ kind, subject, count }: Weakening): string {
  if (kind !== 'owners') return codeSpan(subject);
  const more = count > 1 ? ` and ${String(count - 1)} more` : '';
  return `The owner of ${codeSpan(subject)}${more}`;
}

function fromTo(was: string, becomes: string): string {
  return `goes from ${was === '' ? 'nothing' : codeSpan(was)} to ${becomes === '' ? 'nothing' : codeSpan(becomes)}`;
}
