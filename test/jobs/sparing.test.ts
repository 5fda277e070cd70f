import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { sparing } from '../../src/jobs/sparing.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

it('tells of a fault once, of the same again after a minute, and of another at once', () => {
  const told: string[] = [];
  const fail = sparing((reason) => void told.push(String(reason)));
  for (let second = 0; second < 59; second += 1) {
    fail('away');
    jest.advanceTimersByTime(1000);
  }
  expect(told).toEqual(['away']);
  fail('broken');
  expect(told).toEqual(['away', 'broken']);
  jest.advanceTimersByTime(1001);
  fail('away');
  fail('away');
  expect(told).toEqual(['away', 'broken', 'away']);
});

it('takes for the same what the caller says is the same', () => {
  const told: unknown[] = [];
  const fail = sparing(
    (reason) => void told.push(reason),
    () => 'outage',
  );
  fail(1);
  fail(2);
  expect(told).toEqual([1]);
});
