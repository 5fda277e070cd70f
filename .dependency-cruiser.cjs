/**
 * The "may not" table of the architecture, executable. One rule per folder; the comment of each is what a
 * newcomer reads when the rule fires. There is no exception list: move the code or the boundary.
 */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|rules|test|scripts|bench)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'rules-import-only-rule',
      comment: 'A rule decides on one change: all it may see is src/engine/rule.',
      severity: 'error',
      from: { path: '^rules/', pathNot: '^rules/index\\.ts$' },
      to: { pathNot: '^src/engine/rule\\.ts$' },
    },
    {
      name: 'registry-imports-only-rules',
      comment: 'rules/index.ts is generated: a list of the rules.',
      severity: 'error',
      from: { path: '^rules/index\\.ts$' },
      to: { pathNot: ['^rules/', '^src/engine/rule\\.ts$'] },
    },
    only(
      'sql-knows-only-sql',
      'src/sql turns text into operations; it knows no schema and no rule.',
      '^src/sql/',
      [],
    ),
    only(
      'migrations-know-layouts',
      'src/migrations orders files; what is in them is the reader’s business.',
      '^src/migrations/',
      ['^src/sql/(dialect|position)\\.ts$'],
    ),
    only(
      'catalog-does-not-parse',
      'src/catalog holds and evolves a schema from operations.',
      '^src/catalog/',
      ['^src/sql/(operation|column|dialect|position|statement|name)\\.ts$'],
    ),
    only('impact-does-not-judge', 'src/impact says what the server does; it knows no rule.', '^src/impact/', [
      '^src/sql/(operation|column|dialect|position|statement|name)\\.ts$',
      '^src/catalog/',
    ]),
    only(
      'engine-gets-rules-injected',
      'src/engine replays, asks the rules that it is given, collects.',
      '^src/engine/',
      ['^src/(sql|catalog|impact|migrations)/'],
    ),
    only(
      'report-chooses-words',
      'src/report turns a review into words and effects; it changes no verdict.',
      '^src/report/',
      [
        '^src/engine/(finding|fingerprint|review-input|rule|review-result)\\.ts$',
        '^src/(sql|impact|catalog|escalation)/',
        '^src/backtest/(backtest|tally)\\.ts$',
      ],
    ),
    only(
      'backtest-counts',
      'src/backtest has merged changes reviewed and counts the answers; it judges nothing itself and writes no words.',
      '^src/backtest/',
      ['^src/engine/(finding|review)\\.ts$', '^src/migrations/', '^src/repository/'],
    ),
    only(
      'escalation-reads-people',
      'src/escalation says what people’s words and approvals do to a review; it writes no prose and knows no GitHub.',
      '^src/escalation/',
      ['^src/engine/(finding|review-input|verdict)\\.ts$', '^src/owners/'],
    ),
    only(
      'work-connects',
      'src/work does one piece of work: reads GitHub, asks the core, writes GitHub. It knows no SQL.',
      '^src/work/',
      [
        '^src/(github|report|repository|escalation|owners|config)/',
        '^src/engine/(finding|review-input|verdict)\\.ts$',
        '^src/jobs/job-queue\\.ts$',
      ],
    ),
    only(
      'config-is-read-through-types',
      'src/config turns untrusted settings into typed ones.',
      '^src/config/',
      [
        '^src/engine/(finding|review-input)\\.ts$',
        '^src/sql/dialect\\.ts$',
        '^src/migrations/migration\\.ts$',
      ],
    ),
    only('github-decides-nothing', 'src/github reads and writes GitHub.', '^src/github/', [
      '^src/engine/(review-input|finding)\\.ts$',
      '^src/config/env\\.ts$',
      '^src/report/plan\\.ts$',
      '^src/repository/source\\.ts$',
    ]),
    only(
      'repository-compares-commits',
      'src/repository turns two commits into a ReviewInput; it knows no GitHub and judges nothing.',
      '^src/repository/',
      [
        '^src/config/',
        '^src/engine/review-input\\.ts$',
        '^src/migrations/',
        '^src/owners/',
        '^src/escalation/(owner-)?weakening\\.ts$',
        '^src/engine/finding\\.ts$',
        '^src/sql/dialect\\.ts$',
      ],
    ),
    only('owners-know-owners', 'src/owners reads CODEOWNERS as GitHub does.', '^src/owners/', []),
    only('jobs-know-no-sql', 'src/jobs runs work; what the work is, the caller says.', '^src/jobs/', []),
    only(
      'verify-observes',
      'src/verify asks a database server what it does and compares; how bad that is, others say.',
      '^src/verify/',
      ['^src/(sql|catalog|impact|migrations)/', '^src/engine/(review-input|replay|step)\\.ts$'],
    ),
    only(
      'workers-read-text',
      'src/workers reads SQL in threads that can be killed; what is read, and what for, others know.',
      '^src/workers/',
      ['^src/sql/(read|statement|source-text)\\.ts$'],
    ),
    only('web-shows', 'src/web serves pages.', '^src/web/', [
      '^src/engine/rule\\.ts$',
      '^src/sql/dialect\\.ts$',
    ]),
    {
      name: 'pure-core-does-no-io',
      comment: 'No network, no clock, no file system, no environment inside the brackets. Hashing is pure.',
      severity: 'error',
      from: { path: '^(rules|src/(sql|migrations|catalog|impact|engine|report|owners|escalation))/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'parsers-live-in-sql',
      comment: 'src/sql is the only folder that knows a parser.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sql/' },
      to: { path: 'node_modules/(node-sql-parser|libpg-query)' },
    },
    {
      name: 'octokit-lives-at-the-edge',
      comment: 'Only src/github and the server know GitHub’s client.',
      severity: 'error',
      from: { path: '^(src|rules)/', pathNot: '^src/(github/|app\\.ts|main\\.ts)' },
      to: { path: 'node_modules/(@octokit|probot)' },
    },
    {
      name: 'database-clients-live-in-verify',
      comment: 'Only src/verify talks to a database server.',
      severity: 'error',
      from: { path: '^(src|rules)/', pathNot: '^src/verify/' },
      to: { path: 'node_modules/(mysql2|pg)/' },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'What ships stands alone.',
      severity: 'error',
      from: { path: '^(src|rules)/' },
      to: { path: '^(test|scripts|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
