import type { ServerVersion } from '../../sql/dialect.js';
import type { LockMode } from '../impact.js';

/**
 * What a change does with the tables that it names: nothing, reads them, builds an index, writes them anew from their
 * rows, copies their files block by block, fills a new file with rows of other tables, or leaves a new empty file.
 */
export type Work = 'none' | 'scan' | 'build' | 'rewrite' | 'copy' | 'fill' | 'replace';

/**
 * One line of the tables of facts: in those releases ("" for all, "-11", "12-", "12-17") the change takes this lock on
 * each of its tables and does this work. Of the lines for one change, the first whose releases hold speaks.
 */
export type FactRow<K extends string = string> = readonly [
  change: K,
  versions: string,
  lock: LockMode | '-',
  work: Work,
  source: string,
];

/** True when the release lies in the range as written in a fact. */
export function holdsIn(version: ServerVersion, range: string): boolean {
  const [from = '', to = ''] = range.split('-');
  return (from === '' || version.major >= Number(from)) && (to === '' || version.major <= Number(to));
}

/** "add-column-default-rewrite@-10": names a row for ever. */
export function factId([change, versions]: FactRow): string {
  return versions === '' ? change : `${change}@${versions}`;
}
