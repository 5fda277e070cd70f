import type { AlgorithmClause, Clause, LockClause, Statement } from '../statement.js';
import { lookUp } from '../../look-up.js';
import type { TokenStream } from './token-stream.js';

/** What the reader of one statement family returns; the rest of a `Statement` is the same for all. */
export type Reading = Pick<
  Statement,
  'head' | 'operations' | 'algorithm' | 'lock' | 'waitSeconds' | 'modifiers' | 'body'
>;

/** The clauses that steer how a server executes DDL, as far as written. */
export interface Steering {
  algorithm?: Clause<AlgorithmClause>;
  lock?: Clause<LockClause>;
  waitSeconds?: number;
}

const ALGORITHMS: Readonly<Record<string, AlgorithmClause>> = {
  DEFAULT: 'DEFAULT',
  INSTANT: 'INSTANT',
  NOCOPY: 'NOCOPY',
  INPLACE: 'INPLACE',
  COPY: 'COPY',
};
const LOCKS: Readonly<Record<string, LockClause>> = {
  DEFAULT: 'DEFAULT',
  NONE: 'NONE',
  SHARED: 'SHARED',
  EXCLUSIVE: 'EXCLUSIVE',
};

function choice<T extends string>(s: TokenStream, among: Readonly<Record<string, T>>): T {
  s.accept('=');
  const value = lookUp(among, s.current.upper) ?? s.refuse(Object.keys(among).join(', '));
  s.advance();
  return value;
}

/** Reads ALGORITHM or LOCK into `steering`; false when neither stands at the cursor. */
export function steeringClause(s: TokenStream, steering: Steering): boolean {
  const from = s.index;
  if (s.accept('ALGORITHM')) {
    const value = choice(s, ALGORITHMS);
    if (value === 'INSTANT') s.needs('ALGORITHM=INSTANT', { mysql: '8.0.12', mariadb: '10.3.7' });
    if (value === 'NOCOPY') s.needs('ALGORITHM=NOCOPY', { mariadb: '10.3.7' });
    steering.algorithm = { value, span: s.spanFrom(from) };
    return true;
  }
  if (!s.is('LOCK')) return false;
  s.advance();
  const value = choice(s, LOCKS);
  steering.lock = { value, span: s.spanFrom(from) };
  return true;
}

/** Reads MariaDB's `WAIT n` or `NOWAIT` into `steering`. */
export function waitClause(s: TokenStream, steering: Steering): void {
  if (!s.is('NOWAIT') && !(s.is('WAIT') && s.peek(1).kind === 'number')) return;
  s.needs('WAIT and NOWAIT', { mariadb: '10.3' });
  if (s.accept('NOWAIT')) {
    steering.waitSeconds = 0;
    return;
  }
  s.advance();
  steering.waitSeconds = Number(s.advance().value);
}

/** Reads `IF EXISTS` where MariaDB, and MySQL from the release in `mysql` on, know it. */
export function ifExists(s: TokenStream, feature: string, mysql?: string): boolean {
  if (!s.acceptAll('IF', 'EXISTS')) return false;
  s.needs(`IF EXISTS in ${feature}`, { mariadb: '10.0.2', ...(mysql === undefined ? {} : { mysql }) });
  return true;
}

/** Reads `IF NOT EXISTS` where MariaDB, and MySQL from the release in `mysql` on, know it. */
export function ifNotExists(s: TokenStream, feature: string, mysql?: string): boolean {
  if (!s.acceptAll('IF', 'NOT', 'EXISTS')) return false;
  s.needs(`IF NOT EXISTS in ${feature}`, { mariadb: '10.0.2', ...(mysql === undefined ? {} : { mysql }) });
  return true;
}
