import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.js';
import { markerLine, readMarker } from '../../src/report/marker.js';
import { EMPTY_RECORD, readRecord, recordLine } from '../../src/report/record.js';
import { readSql } from '../../src/sql/read.js';
import { startServer, type RunningServer } from '../../src/start-server.js';
import { AppBesideGitHub, blocker, proposed, settingsFor } from '../app/app-beside-github.js';
import { deliver } from '../app/deliver.js';

const here = { repository: 'acme/shop', pullRequest: 1 };
const before = { key: 'old', ...here };
const during = { key: 'new', previousKey: 'old', ...here };
const after = { key: 'new', ...here };

describe('markers and records while the secret is changed', () => {
  it('are read under both keys, and written under the new one', () => {
    const record = { ...EMPTY_RECORD, escalatedBy: ['ann'] };
    const old = { marker: markerLine('f', before), record: recordLine(record, before) };
    expect(readMarker(old.marker, during)?.fingerprint).toBe('f');
    expect(readRecord(old.record, during)).toEqual(record);
    expect(readMarker(markerLine('f', during), before)).toBeUndefined();
    expect(readMarker(markerLine('f', during), after)?.fingerprint).toBe('f');
    expect(readMarker(old.marker, after)).toBeUndefined();
    expect(readRecord(old.record, after)).toEqual(EMPTY_RECORD);
  });
});

describe('an App whose secret is changed', () => {
  let app: AppBesideGitHub;
  let second: RunningServer | undefined;
  afterEach(async () => {
    await second?.stop(10_000);
    await app.close();
    expect(app.github.contractErrors).toEqual([]);
  });

  it('takes webhooks of both, and knows the comments of before', async () => {
    app = await AppBesideGitHub.start();
    const pull = await app.propose({ [proposed]: blocker });
    await app.check(pull.head.sha);
    const [comment] = app.repository.reviewComments(1).map(({ id, body }) => ({ id, body }));
    const changed = {
      ...settingsFor(app.github),
      webhookSecret: 'the-secret-that-comes-next',
      previousWebhookSecret: app.github.webhookSecret,
    };
    const queue = { debounceMs: 0 };
    second = await startServer(changed, { log: createLog('silent'), readSql, queue, reconcileMs: 3_600_000 });
    app.github.setWebhookTarget(`http://127.0.0.1:${second.port}/api/github/webhooks`);
    // The local GitHub signs with the secret of before.
    const { head } = await app.push(1, { 'README.md': '# Another\n' });
    await app.check(head.sha);
    await second.stop(10_000);
    const [same, ...others] = app.repository.reviewComments(1);
    expect(others).toEqual([]);
    expect(same?.id).toBe(comment?.id);
    // Signed anew, so that the old secret can go.
    expect(same?.body.split('\n').at(-1)).not.toBe(comment?.body.split('\n').at(-1));
    // The first App knows its own secret only.
    const secret = changed.webhookSecret;
    expect((await deliver(app, 'push', {}, { secret })).status).toBe(401);
  });
});
