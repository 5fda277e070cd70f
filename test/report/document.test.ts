import { describe, expect, it } from '@jest/globals';
import { reviewDocument } from '../../src/report/document.js';
import { finding, gap, OPTIONS, review, settings } from './sample.js';

describe('reviewDocument', () => {
  const given = review({
    findings: [finding({ acknowledgement: { reason: 'tiny', line: 2 }, state: 'acknowledged' })],
    gaps: [gap()],
  });
  const document = reviewDocument(given, settings().docs, OPTIONS.docs);

  it('has the public keys', () => {
    expect(Object.keys(document)).toEqual([
      'version',
      'verdict',
      'findings',
      'gaps',
      'notices',
      'statements',
      'checked',
    ]);
    const findingKeys =
      'rule severity state file line endLine subject message remedy docs suggestion acknowledgement fingerprint impacts';
    expect(Object.keys(document.findings[0] ?? {})).toEqual(expect.arrayContaining(findingKeys.split(' ')));
    const gapKeys = 'id state file line reason statement acknowledgement docs fingerprint';
    expect(Object.keys(document.gaps[0] ?? {})).toEqual(expect.arrayContaining(gapKeys.split(' ')));
  });

  it('says what the review says, with the address of each page', () => {
    expect(document).toMatchObject({ version: 1, verdict: 'blocked', checked: given.checked });
    expect(document.findings[0]).toEqual({
      ...given.findings[0],
      docs: 'https://precheck.example/rules/enum-non-additive',
    });
    expect(document.gaps[0]).toEqual({
      ...given.gaps[0],
      docs: 'https://precheck.example/rules/statement-unreadable',
    });
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  });
});
