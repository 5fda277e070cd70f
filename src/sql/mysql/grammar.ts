import { arithmetic, expression } from './expression.js';
import { query } from './query.js';
import { simpleExpression } from './simple-expression.js';
import type { Grammar } from './token-stream.js';

/** Ties expressions and queries together. */
export const GRAMMAR: Grammar = { expression, arithmetic, simpleExpression, query };
