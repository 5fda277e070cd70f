import { describe, expect, it } from '@jest/globals';
import type { GitHubClient } from '../../src/github/client.js';
import { readOwnComments } from '../../src/github/own-comments.js';
import { markerLine, readMarker, SUMMARY_FINGERPRINT } from '../../src/report/marker.js';
import { EMPTY_RECORD, readRecord, recordLine } from '../../src/report/record.js';

const scope = { key: 'k'.repeat(64), repository: 'acme/shop', pullRequest: 1 };
const marker = markerLine('aaaa', scope);
const record = recordLine({ ...EMPTY_RECORD, covers: { 5: ['aaaa'] } }, scope);

describe('a planted marker', () => {
  it.each([
    ['of another pull request', markerLine('aaaa', { ...scope, pullRequest: 2 })],
    ['of another repository', markerLine('aaaa', { ...scope, repository: 'acme/shop2' })],
    ['of another App', markerLine('aaaa', { ...scope, key: 'j'.repeat(64) })],
    ['whose state was changed', marker.replace(':aaaa:', ':aaaa:closed:')],
    ['whose fingerprint was changed', marker.replace(':aaaa:', ':bbbb:')],
    ['in a quoted line', `> ${marker}`],
    ['above a last line', `${marker}\nThe end.`],
    ['behind text on its line', `Text ${marker}`],
    ['that is a record', record],
  ])('%s counts for nothing', (_name, body) => {
    expect(readMarker(body, scope)).toBeUndefined();
  });

  it('of our own counts, so that the tests above can fail', () => {
    expect(readMarker(`Words.\n${marker}`, scope)).toEqual({ fingerprint: 'aaaa', state: 'open' });
    expect(readRecord(`${record}\n${marker}`, scope).covers).toEqual({ 5: ['aaaa'] });
  });
});

describe('a planted record', () => {
  const other = recordLine({ ...EMPTY_RECORD, covers: { 5: ['x'] } }, { ...scope, pullRequest: 2 });
  const forged = Buffer.from(JSON.stringify({ ...EMPTY_RECORD, covers: { 5: ['x'] } })).toString('base64url');
  it.each([
    ['of another pull request', `${other}\n${marker}`],
    [
      'of another repository',
      `${recordLine({ ...EMPTY_RECORD, escalatedBy: ['m'] }, { ...scope, repository: 'a/b' })}\n${marker}`,
    ],
    ['with changed words', `${record.replace(/v1:[\w-]+:/, `v1:${forged}:`)}\n${marker}`],
    ['signed as a marker is', `<!-- precheck:record:v1:aaaa:${marker.slice(-68, -4)} -->\n${marker}`],
    ['higher up than ours', `${record}\nWords.\nMore.\n${marker}`],
    ['in a quote', `> ${record}\n${marker}`],
  ])('%s counts for nothing', (_name, body) => {
    expect(readRecord(body, scope)).toEqual(EMPTY_RECORD);
  });
});

describe('our marker in a comment of', () => {
  const summary = `Words.\n\n${markerLine(SUMMARY_FINGERPRINT, scope)}`;
  const listed = (user: object | null) => ({
    id: 1,
    node_id: 'n',
    body: summary,
    user,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  });
  const found = async (user: object | null): Promise<number> => {
    const client = {
      rest: { pulls: {}, issues: {} },
      paginate: () => Promise.resolve([listed(user)]),
    } as unknown as GitHubClient;
    const address = { owner: 'acme', repo: 'shop', number: 1 };
    const own = {
      botLogin: 'precheck[bot]',
      readMarker: (body: string) => readMarker(body, scope),
      summaryFingerprint: SUMMARY_FINGERPRINT,
      isForUs: () => false,
    };
    return (await readOwnComments(client, address, { comments: 1, reviewComments: 0 }, own)).summaries.length;
  };
  it.each([
    ['a person', { login: 'mallory', type: 'User' }, 0],
    ['a person who took our name', { login: 'precheck[bot]', type: 'User' }, 0],
    ['another App', { login: 'precheck2[bot]', type: 'Bot' }, 0],
    ['an account that is gone', null, 0],
    ['the App itself', { login: 'precheck[bot]', type: 'Bot' }, 1],
  ])('%s', async (_name, user, count) => {
    expect(await found(user)).toBe(count);
  });
});
