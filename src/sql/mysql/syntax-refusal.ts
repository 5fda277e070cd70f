/** Thrown inside the reader where a statement does not follow the grammar; caught once per statement. */
export class SyntaxRefusal extends Error {}

/** Thrown where an expression nests deeper than the reader follows. */
export class NestedTooDeep extends SyntaxRefusal {}
