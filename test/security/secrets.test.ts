import { afterEach, describe, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.js';
import { AppBesideGitHub, proposed } from '../app/app-beside-github.js';
import { deliver } from '../app/deliver.js';

let app: AppBesideGitHub;
afterEach(async () => {
  await app.close();
  expect(app.github.contractErrors).toEqual([]);
});

const hostile = [
  "CREATE USER app IDENTIFIED BY 'hunter2-password';",
  "INSERT INTO orders (id) VALUES ('4111-1111-1111-1111');",
  "UPDATE orders SET status = 'literal-of-a-customer' WHERE id = ;",
  '',
].join('\n');

describe('the log, at its most talkative', () => {
  it('holds no token, key, secret, SQL or password, whatever fails', async () => {
    const logged: string[] = [];
    const log = createLog('trace', { write: (line: string) => void logged.push(line) });
    app = await AppBesideGitHub.start({ log });
    const pull = await app.propose({ [proposed]: hostile });
    await app.check(pull.head.sha);
    app.github.setFaults(({ operationId }) =>
      operationId === 'checks/update' ? { status: 422, body: { message: hostile } } : undefined,
    );
    await app.push(1, { [proposed]: `${hostile}-- again\n` });
    await deliver(app, 'pull_request', { action: 'opened', pull_request: { body: hostile } });
    await deliver(app, 'pull_request', { action: 'opened' }, { secret: 'wrong' });
    await app.idle();
    app.github.setFaults(undefined);
    const text = logged.join('');
    expect(logged.length).toBeGreaterThan(5);
    expect(text).not.toMatch(/ghs_\w{10}/);
    expect(text).not.toMatch(/eyJ[\w-]{20,}\./);
    expect(text).not.toContain('PRIVATE KEY');
    expect(text).not.toContain(app.github.webhookSecret);
    for (const secret of ['hunter2', '4111-1111', 'literal-of-a-customer'])
      expect(text).not.toContain(secret);
  });
});

describe('what GitHub is asked', () => {
  it('goes to its API and nowhere else, whatever addresses the configuration names', async () => {
    const asked: string[] = [];
    const real = globalThis.fetch;
    globalThis.fetch = async (input, init) => {
      asked.push(input instanceof Request ? input.url : String(input));
      return real(input, init);
    };
    try {
      const config = `docs:\n  url: http://169.254.169.254/{rule}\n  rules:\n    enum-non-additive: http://127.0.0.1:1/x\nmigrations:\n  - path: db/migrations\n    engine: mysql\n`;
      app = await AppBesideGitHub.start({ files: { '.github/precheck.yml': config } });
      const pull = await app.propose({
        [proposed]: "ALTER TABLE orders MODIFY status ENUM('new') NOT NULL;\n",
      });
      await app.check(pull.head.sha);
      expect(app.repository.reviewComments(1)[0]?.body).toContain('http://127.0.0.1:1/x');
      expect(asked.length).toBeGreaterThan(5);
      // The local GitHub's webhooks go out of this process too.
      const elsewhere = asked.filter((url) => !/^http:\/\/127\.0\.0\.1:\d+\/api\//.test(url));
      expect(elsewhere).toEqual([]);
    } finally {
      globalThis.fetch = real;
    }
  });
});
