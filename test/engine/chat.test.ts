import { describe, expect, it } from '@jest/globals';
import { ChatAcknowledgements } from '../../src/engine/chat.js';
import type { Finding } from '../../src/engine/finding.js';
import { DEFAULT_SETTINGS, type ChatAcknowledgement } from '../../src/engine/review-input.js';

const finding = {
  rule: 'enum-non-additive',
  severity: 'blocker',
  state: 'open',
  fingerprint: 'f1',
  acknowledgement: null,
} as unknown as Finding;

const word: ChatAcknowledgement = {
  commentId: 1,
  by: 'ann',
  rules: ['enum-non-additive'],
  reason: 'nobody uses the value',
  covers: null,
};

function told(...said: readonly ChatAcknowledgement[]): Pick<Finding, 'state' | 'acknowledgement'> {
  const { state, acknowledgement } = new ChatAcknowledgements(said, DEFAULT_SETTINGS).finding(finding);
  return { state, acknowledgement };
}

describe('an acknowledgement from the conversation', () => {
  it('covers what is open when it is new', () => {
    expect(told(word)).toEqual({
      state: 'acknowledged',
      acknowledgement: { reason: 'nobody uses the value', line: null, by: 'ann' },
    });
  });

  it('covers later only what it covered then', () => {
    expect(told({ ...word, covers: ['f1'] }).state).toBe('acknowledged');
    expect(told({ ...word, covers: ['f2'] })).toEqual({ state: 'open', acknowledgement: null });
  });

  it('covers no other rule', () => {
    expect(told({ ...word, rules: ['table-copied'] }).state).toBe('open');
  });

  it('leaves what the file acknowledges to the file', () => {
    const inFile = {
      ...finding,
      state: 'acknowledged',
      acknowledgement: { reason: 'r', line: 3 },
    } as Finding;
    expect(new ChatAcknowledgements([word], DEFAULT_SETTINGS).finding(inFile)).toEqual(inFile);
  });

  it('is a request where an expert has to agree', () => {
    const settings = { ...DEFAULT_SETTINGS, hasExperts: true };
    expect(new ChatAcknowledgements([word], settings).finding(finding).state).toBe('requested');
  });

  it('counts the earliest word', () => {
    const later = { ...word, commentId: 2, by: 'bob', reason: 'me too' };
    expect(told(word, later).acknowledgement?.by).toBe('ann');
  });
});
