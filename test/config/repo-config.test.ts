import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/config-schema.js';
import { parseRepoConfig } from '../../src/config/repo-config.js';
import { processorTime } from '../processor-time.js';

const ruleIds = ['enum-non-additive', 'table-copied', 'algorithm-clause'];

/** "line:column message" for each problem. */
function problemsOf(text: string): string[] {
  return parseRepoConfig(text, { ruleIds }).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

const COMPLETE = `# yaml-language-server: $schema=x
mode: enforce
migrations:
  - path: db/migrations
    engine: mysql
    version: 8.0
    layout: auto
    baseline: db/structure.sql
    since: 0400
    transaction: file
    session: { lock_wait_timeout: 5 }
    placeholders: { Namespace: auth }
    runner: direct
    replication: { binlog_format: row, gtid: true, writers: 1 }
    environments:
      - { name: production-eu, version: "8.0.28" }
      - { name: production-us, version: 8.0.36 }
    tables: { small: ["lookup_*"], hot: ["orders", "events"] }
rules:
  algorithm-clause: off
docs:
  url: https://wiki.example.com/db/{rule}
  rules: { enum-non-additive: https://wiki.example.com/incidents/2021-06-03 }
  notes: .github/precheck/notes
experts:
  reviewers: ["@acme/sql-experts"]
  when: blocker
  routes: [ { tables: "billing_*", reviewers: ["@acme/billing-dba"] }, { paths: "db/legacy/**", reviewers: ["@ann"] } ]
acknowledge: { blocker: expert, warning: author }
`;

describe('parseRepoConfig', () => {
  it('reads every key', () => {
    const { config, problems } = parseRepoConfig(COMPLETE, { ruleIds });
    expect(problems).toEqual([]);
    expect(config.migrations[0]).toMatchObject({
      version: '8.0',
      since: '0400',
      session: { lock_wait_timeout: '5' },
      environments: [
        { name: 'production-eu', version: '8.0.28', variables: {} },
        { name: 'production-us', version: '8.0.36', variables: {} },
      ],
    });
    expect(config.experts.routes).toHaveLength(2);
    expect(config.docs.url).toBe('https://wiki.example.com/db/{rule}');
  });

  it.each([[''], ['# nothing\n'], ['migrations:\nexperts:\n'], ['{}']])(
    'takes the defaults for %j',
    (text) => {
      const { config, problems } = parseRepoConfig(text);
      expect(problems).toEqual([]);
      expect(config).toEqual({
        mode: 'enforce',
        migrations: [],
        rules: {},
        docs: { rules: {} },
        experts: { reviewers: [], when: 'blocker', routes: [] },
        acknowledge: { blocker: 'expert', warning: 'author' },
      });
    },
  );

  it.each([
    ['modee: observe', '1:1 Unknown key "modee": did you mean "mode"?'],
    ['mode: observ', '1:7 mode cannot be "observ": did you mean "observe"?'],
    ['mode: 7', '1:7 mode cannot be 7: valid are enforce, observe.'],
    [
      'migrations:\n  - path: db\n    engin: mysql',
      '3:5 Unknown key "engin" in migrations[0]: did you mean "engine"?',
    ],
    [
      'migrations:\n  - path: db\n    engine: mysq1',
      '3:13 migrations[0].engine cannot be "mysq1": did you mean "mysql"?',
    ],
    ['migrations: db', '1:13 migrations must be a list, not "db".'],
    ['migrations: [db]', '1:14 migrations[0] must be a map of keys and values, not "db".'],
    [
      'migrations: [{ version: eight }]',
      '1:25 migrations[0].version: "eight" is no version: write what the server says, like "8.0.36" or "14".',
    ],
    [
      'migrations: [{ path: ../x }]',
      '1:22 migrations[0].path: "../x" must stay inside of the repository: no "..".',
    ],
    [
      'migrations: [{ path: "a/*(b|c)" }]',
      '1:22 migrations[0].path: "a/*(b|c)" is no glob: "!" in front and "( )" mean nothing here, alternatives are {a,b}.',
    ],
    [
      'migrations: [{ environments: [{ name: eu, version: 8.0.1 }, { name: eu, version: 8.4 }] }]',
      '1:69 migrations[0].environments[1].name: "eu" stands twice.',
    ],
    [
      'migrations: [{ engine: mysql, reviewed: false }]',
      '1:41 migrations[0].reviewed: false needs a path beside it.',
    ],
    [
      'migrations: [{ environments: [{ version: 8.0.1 }] }]',
      '1:31 migrations[0].environments[0].name is missing: it must be text.',
    ],
    [
      'rules: { enum-non-aditive: off }',
      '1:10 Unknown rule "enum-non-aditive": did you mean "enum-non-additive"?',
    ],
    [
      'rules: { table-copied: error }',
      '1:24 rules.table-copied cannot be "error": valid are off, advice, warning, blocker.',
    ],
    [
      'docs: { url: "javascript:alert(1)" }',
      '1:14 docs.url: "javascript:alert(1)" must begin with https:// or http://.',
    ],
    [
      'docs: { url: "https://u:p@host/x" }',
      '1:14 docs.url: "https://u:p@host/x" holds a user name or password, which everybody could read: remove it.',
    ],
    [
      'experts: { reviewers: [dba] }',
      '1:24 experts.reviewers[0]: "dba" is no reviewer: write "@user" or "@organisation/team".',
    ],
    ['mode: observe\nmode: enforce', '2:1 The key "mode" is there twice: remove one; the first counts.'],
    ['rules: { __proto__: off }', '1:10 This cannot be a key: remove it.'],
    ['constructor: 1', '1:1 This cannot be a key: remove it.'],
    ['- a', '1:1 The file must be a map of keys and values ("mode: observe"): nothing of it was used.'],
    [
      'mode: [',
      '1:8 Invalid YAML, and so nothing of the file was used: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
  ])('says of %j what is wrong and where', (text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  it('uses the rest of a file with a wrong part', () => {
    const { config, problems } = parseRepoConfig(
      'mode: observe\nmigrations:\n  - { path: a, engine: oracle, version: "8.0" }\nacknowledge: { blocker: nobody, warning: expert }\n',
    );
    expect(problems.map(({ line }) => line)).toEqual([3, 4]);
    expect(config.mode).toBe('observe');
    expect(config.migrations[0]).toMatchObject({ path: 'a', version: '8.0', runner: 'direct' });
    expect(config.acknowledge).toEqual({ blocker: 'expert', warning: 'expert' });
  });

  it('drops an entry whose narrowing key is wrong, so that it reaches no further than meant', () => {
    const text =
      'experts: { routes: [{ paths: "/x", reviewers: ["@a"] }, { paths: "y", reviewers: ["@b"] }] }';
    const { config } = parseRepoConfig(text);
    expect(config.experts.routes).toEqual([{ paths: 'y', reviewers: ['@b'] }]);
    expect(parseRepoConfig('migrations: [{ path: "/abs", engine: mysql }]').config.migrations).toEqual([]);
  });

  it('puts the rule at the end of a URL that has no place for it', () => {
    expect(parseRepoConfig('docs: { url: "https://wiki/db/" }').config.docs.url).toBe(
      'https://wiki/db/{rule}',
    );
  });

  it('resolves aliases', () => {
    const text =
      'migrations:\n  - path: a\n    session: &s { lock_wait_timeout: 5 }\n  - { path: b, session: *s }\n';
    const { config, problems } = parseRepoConfig(text);
    expect(problems).toEqual([]);
    expect(config.migrations[1]?.session).toEqual({ lock_wait_timeout: '5' });
  });

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
    .concat(
      'bcdefghij'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefghi'.charAt(index)},`.repeat(9)}]`),
    )
    .join('\n');
  it.each([
    ['a large file', `# ${'x'.repeat(70_000)}`],
    ['deep brackets', `a: ${'['.repeat(30_000)}`],
    ['deep lists', '- '.repeat(30_000)],
    ['many keys', Array.from({ length: 6_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['many duplicates', 'mode: x\n'.repeat(8_000)],
    ['an alias bomb', bomb],
    ['many aliases', `a: &a x\nb: [${'*a,'.repeat(20_000)}]`],
    ['NUL', 'mode: \u0000'],
    ['a tag', 'mode: !!binary aGk='],
    ['a merge key', '<<: { mode: observe }'],
    ['several documents', 'mode: observe\n---\nmode: enforce\n'],
  ])('answers %s soon, with a problem', (_name, text) => {
    const spent = processorTime();
    expect(problemsOf(text).length).toBeGreaterThan(0);
    expect(spent()).toBeLessThan(5_000);
  });
});

describe('configJsonSchema', () => {
  const takes = new Ajv({ strict: false }).compile(configJsonSchema(ruleIds));

  it('describes the file as it is written', () => {
    const schema = configJsonSchema() as { properties: Record<string, unknown>; required?: unknown };
    expect(Object.keys(schema.properties)).toEqual([
      'mode',
      'migrations',
      'rules',
      'docs',
      'experts',
      'acknowledge',
    ]);
    expect(schema.required).toBeUndefined();
  });

  it.each([
    ['every key', COMPLETE],
    ['an empty file', '{}'],
    ['versions that YAML takes for numbers', 'migrations: [{ path: 2024, version: 8.0, since: 0400 }]'],
    ['settings that are numbers and truth values', 'migrations: [{ session: { a: 5, b: true, c: "x" } }]'],
    ['environments', 'migrations: [{ environments: [{ name: 1, version: 9 }] }]'],
  ])('takes %s, as the parser does', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
    expect(takes(parse(text))).toBe(true);
  });

  it.each([
    ['an unknown key', 'mod: enforce'],
    ['an unknown key inside', 'migrations: [{ folder: db }]'],
    ['a wrong word', 'mode: strict'],
    ['an unknown rule', 'rules: { enum-additive: off }'],
    ['a page of an unknown rule', 'docs: { rules: { enum-additive: https://example.com } }'],
    ['a route for an unknown rule', 'experts: { routes: [{ reviewers: ["@a"], rule: enum-additive }] }'],
    ['a wrong severity', 'rules: { table-copied: error }'],
    ['a list for a map', 'experts: ["@acme/dba"]'],
    ['an environment without version', 'migrations: [{ environments: [{ name: a }] }]'],
    ['too many writers', 'migrations: [{ replication: { writers: 1001 } }]'],
  ])('refuses %s, as the parser does', (_name, text) => {
    expect(problemsOf(text)).not.toEqual([]);
    expect(takes(parse(text))).toBe(false);
  });
});
