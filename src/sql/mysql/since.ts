import { isAtLeast, PRODUCT, type ServerVersion } from '../dialect.js';

/** The first release of each product that knows some syntax, "8.0.13"; a product that is missing never knew it. */
export interface Since {
  readonly mysql?: string;
  readonly mariadb?: string;
}

function knows(version: ServerVersion, first: string): boolean {
  const [major = 0, minor = 0, patch = 0] = first.split('.').map(Number);
  return isAtLeast(version, major, minor, patch);
}

/** Says why `version` does not know `feature`; undefined when it does. */
export function missingIn(version: ServerVersion, feature: string, since: Since): string | undefined {
  const mine = version.dialect === 'mariadb' ? 'mariadb' : 'mysql';
  const first = since[mine];
  if (first === undefined) {
    const other = mine === 'mariadb' ? 'mysql' : 'mariadb';
    return `${feature} is ${PRODUCT[other]} syntax; ${PRODUCT[mine]} does not know it`;
  }
  return knows(version, first) ? undefined : `${feature} needs ${PRODUCT[mine]} ${first}`;
}
