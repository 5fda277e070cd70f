import { expect, it } from '@jest/globals';
import { AppBesideGitHub, blocker, proposed } from './app-beside-github.js';

// Git runs many times beside other suites.
const CONFIG = `migrations:
  - { path: db/migrations, engine: mysql, version: '8.0.36' }
docs:
  url: https://wiki.acme.example/db/{rule}
  rules:
    lock-timeout-missing: https://wiki.acme.example/locks
  notes: .github/notes
`;

it('an organisation’s pages and notes stand in the comment, the check and its annotations', async () => {
  const app = await AppBesideGitHub.start({
    files: {
      '.github/precheck.yml': CONFIG,
      '.github/notes/enum-non-additive.md': 'Ask **#db-help** first.\n',
    },
  });
  try {
    const pull = await app.propose({ [proposed]: `${blocker}ALTER TABLE orders ADD COLUMN x INT NULL;\n` });
    await app.idle();
    const check = app.repository.checkRuns(pull.head.sha).at(-1);
    const comments = app.repository.reviewComments(1).map(({ body }) => body);
    const said = comments.find((body) => body.includes('enum-non-additive')) ?? '';
    expect(said).toContain(
      '[How do I remove an ENUM value without a table copy?](https://wiki.acme.example/db/enum-non-additive)',
    );
    expect(said).toContain('**From your organisation**\n\n> Ask **#db-help** first.');
    const all = [check?.summary ?? '', ...comments].join('\n');
    expect(check?.summary).toContain('https://wiki.acme.example/db/enum-non-additive');
    expect(all).toContain('https://wiki.acme.example/locks');
    expect(all).not.toContain('/rules/');
    expect(app.github.contractErrors).toEqual([]);
  } finally {
    await app.close();
  }
});
