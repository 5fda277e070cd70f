import { describe, expect, it } from '@jest/globals';
import { fingerprints, kindOf } from '../../src/engine/fingerprint.js';

describe('fingerprints', () => {
  it('are the same from one review to the next, and told apart within one', () => {
    const inOneReview = (): readonly string[] => {
      const make = fingerprints();
      return [
        make('r', 'a.sql', 't.c'),
        make('r', 'a.sql', 't.c'),
        make('q', 'a.sql', 't.c'),
        make('r', 'b.sql', 't.c'),
        make('r', 'a.sql', 't.d'),
      ];
    };
    expect(inOneReview()).toEqual(inOneReview());
    expect(new Set(inOneReview()).size).toBe(5);
  });

  it('tell what is the same in a file of another name', () => {
    const make = fingerprints();
    const [old, renamed, other] = [make('r', 'a.sql', 't'), make('r', 'b.sql', 't'), make('r', 'b.sql', 'u')];
    expect(renamed).not.toBe(old);
    expect(kindOf(renamed)).toBe(kindOf(old));
    expect(kindOf(other)).not.toBe(kindOf(old));
  });
});
