import type { StatementChange } from './rule.js';

/** True for a part of a DO block or of a prepared literal, which stands before its parts and holds them. */
export function isInBody({
  statement,
  statements,
  index,
}: Pick<StatementChange, 'statement' | 'statements' | 'index'>): boolean {
  const [own] = statement.operations;
  return (
    own !== undefined &&
    statements
      .slice(0, index)
      .some(({ operations: [block] }) => block !== undefined && block.span.end >= own.span.end)
  );
}
