import type { Token } from './token.js';

const OPENERS = new Set(['IF', 'LOOP', 'WHILE', 'REPEAT', 'FOR']);
/** Behind these a statement of a body begins. */
const BEFORE_STATEMENT = new Set([';', 'THEN', 'ELSE', 'DO', 'BEGIN', 'LOOP', 'REPEAT', ':']);
/** Behind these the body of a routine or trigger may begin. */
const BEFORE_BODY = new Set([')', 'ROW', 'SQL', 'DATA', 'DETERMINISTIC', 'INVOKER', 'DEFINER', 'AS', 'IS']);
const STORED = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'PACKAGE']);
const OTHER_OBJECTS = new Set(['TABLE', 'VIEW', 'INDEX', 'DATABASE', 'SCHEMA', 'USER', 'ROLE', 'SERVER']);
/** How far the word that names the object may stand behind CREATE: OR REPLACE DEFINER = a @ b AGGREGATE … */
const LONGEST_HEAD = 14;

/** True when the statement may hold other statements, so that a semicolon inside it does not end it. */
export function isCompound(tokens: readonly Token[], isMariadb: boolean): boolean {
  const first = tokens[0]?.upper ?? '';
  if (first === 'CREATE' || first === 'ALTER') {
    for (const { upper } of tokens.slice(1, LONGEST_HEAD)) {
      if (STORED.has(upper)) return true;
      if (OTHER_OBJECTS.has(upper) || upper === '(') return false;
    }
    return false;
  }
  if (first === 'BEGIN') return tokens[1]?.upper === 'NOT';
  // MariaDB takes compound statements outside of stored programs too.
  return isMariadb && (OPENERS.has(first) || first === 'CASE');
}

/** Follows BEGIN … END, IF … END IF and their like through the tokens of a stored program. */
export class BlockDepth {
  private readonly open: ('block' | 'case-expression')[] = [];
  private previous: Token | undefined;
  private inHandler = false;

  /** Blocks that are still open. */
  get depth(): number {
    return this.open.length;
  }

  take(token: Token): void {
    const { upper } = token;
    const before = this.previous?.upper ?? '';
    this.previous = token;
    if (upper === ';') this.inHandler = false;
    else if (upper === 'HANDLER') this.inHandler = true;
    else if (upper === 'END') this.open.pop();
    else if (before === 'END') return;
    else if (upper === 'CASE') this.open.push(this.beginsStatement(before) ? 'block' : 'case-expression');
    else if (upper === 'BEGIN') {
      if (this.beginsStatement(before) || this.inHandler || this.depth === 0) this.open.push('block');
    } else if (OPENERS.has(upper) && (this.beginsStatement(before) || (this.inHandler && upper === 'IF'))) {
      if (upper !== 'FOR' || BEFORE_STATEMENT.has(before)) this.open.push('block');
    }
  }

  private beginsStatement(before: string): boolean {
    if (this.open.at(-1) === 'case-expression') return false;
    return before === '' || BEFORE_STATEMENT.has(before) || (this.depth === 0 && BEFORE_BODY.has(before));
  }
}
