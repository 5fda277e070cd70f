import { describe, expect, it } from '@jest/globals';
import { ofNewRow } from '../../src/engine/new-row.js';

describe('an expression as a trigger says it', () => {
  it.each([
    ['a::bigint', 'NEW.a::bigint'],
    ['hasOwnProperty(a)::date', 'hasOwnProperty(NEW.a)::date'],
    ['date(A) + a2 + 1e5', 'date(NEW.A) + a2 + 1e5'],
    ['date::date', 'NEW.date::date'],
    ['date(date)', 'date(NEW.date)'],
    [`'a' || "a" || "A" || 'it''s a'`, `'a' || NEW."a" || "A" || 'it''s a'`],
    ['CASE WHEN a = 1 THEN b END', 'CASE WHEN NEW.a = 1 THEN b END'],
  ])('%s', (expression, said) => {
    expect(ofNewRow(expression, new Set(['a', 'date']))).toBe(said);
  });
});
