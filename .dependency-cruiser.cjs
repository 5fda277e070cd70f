/**
 * The "may not" table of the architecture, executable. One rule per folder; the comment of each is what a
 * newcomer reads when the rule fires. There is no exception list: move the code or the boundary.
 */
const only = (name, comment, from, allowed) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: {
    path: '^(src|rules|test|scripts|bench)/',
    pathNot: [from, '^src/(grouped|look-up|wildcard)\\.ts$', ...allowed],
  },
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
      ['^src/sql/dialect\\.ts$'],
    ),
    only(
      'catalog-does-not-parse',
      'src/catalog holds and evolves a schema from operations.',
      '^src/catalog/',
      ['^src/sql/(operation|column|dialect|statement|name)\\.ts$'],
    ),
    only('impact-does-not-judge', 'src/impact says what the server does; it knows no rule.', '^src/impact/', [
      '^src/sql/(operation|column|dialect|statement|name)\\.ts$',
      '^src/catalog/',
    ]),
    only(
      'engine-gets-rules-injected',
      'src/engine replays, asks the rules that it is given, collects; SQL is read by who calls it.',
      '^src/engine/',
      [
        '^src/sql/(acknowledgement|column|dialect|name|operation|position|statement)\\.ts$',
        '^src/sql/(mysql|postgres)/reserved-words\\.ts$',
        '^src/(catalog|impact)/',
        '^src/migrations/version-order\\.ts$',
      ],
    ),
    only(
      'report-chooses-words',
      'src/report turns a review into words and effects; it changes no verdict.',
      '^src/report/',
      [
        '^src/engine/(finding|fingerprint|review-input|rule|review-result)\\.ts$',
        '^src/sql/(dialect|name)\\.ts$',
        '^src/impact/impact\\.ts$',
        '^src/escalation/',
        '^src/backtest/(backtest|tally)\\.ts$',
        '^src/verify/(compare|run-history)\\.ts$',
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
      'tasks-connect',
      'src/tasks does one task: reads GitHub, asks the core, writes GitHub. It knows no SQL.',
      '^src/tasks/',
      [
        '^src/(github|report|repository|escalation)/',
        '^src/engine/(finding|review-input|verdict)\\.ts$',
        '^src/jobs/job-queue\\.ts$',
      ],
    ),
    only(
      'config-is-read-through-types',
      'src/config turns untrusted settings into typed ones.',
      '^src/config/',
      ['^src/sql/dialect\\.ts$', '^src/migrations/migration\\.ts$', '^src/nearest\\.ts$'],
    ),
    only('github-decides-nothing', 'src/github reads and writes GitHub.', '^src/github/', [
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
        '^src/escalation/((owner-)?weakening|expert-policy)\\.ts$',
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
      [
        '^src/sql/(dialect|name|operation|statement)\\.ts$',
        '^src/(catalog|impact)/',
        '^src/engine/(review-input|replay|step)\\.ts$',
      ],
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
      '^src/nearest\\.ts$',
    ]),
    only(
      'cli-connects',
      'src/cli makes input of arguments, and text and an exit status of the answer; what SQL means, others know.',
      '^src/cli/',
      [
        '^rules/index\\.ts$',
        '^src/(backtest|config|engine|github|migrations|report|repository|verify|workers)/',
        '^src/catalog/(catalog|history|json|print)\\.ts$',
        '^src/sql/(dialect|read|statement)\\.ts$',
        '^src/(nearest|package-facts)\\.ts$',
      ],
    ),
    {
      name: 'commands-read-in-threads',
      comment:
        'Texts of a repository are read with a deadline, by src/cli/reader.ts; a batch is trusted, and faster without.',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/impact-batch\\.ts$' },
      to: { path: '^src/sql/read\\.ts$' },
    },
    only('app-hands-over', 'src/app.ts says which event starts which task; nothing else.', '^src/app\\.ts$', [
      '^src/tasks/task\\.ts$',
      '^src/escalation/command\\.ts$',
      '^src/github/check-run\\.ts$',
      '^src/repository/relevant-path\\.ts$',
    ]),
    only('main-starts', 'src/main.ts reads the environment and starts the server.', '^src/main\\.ts$', [
      '^src/config/env\\.ts$',
      '^src/start-server\\.ts$',
    ]),
    {
      name: 'server-knows-no-sql',
      comment: 'src/start-server.ts connects the parts; it holds no `if` about SQL.',
      severity: 'error',
      from: { path: '^src/(start-server|log|metrics)\\.ts$' },
      to: { path: '^src/(sql/(?!statement)|impact|migrations|escalation|owners|verify|backtest)' },
    },
    {
      name: 'every-folder-has-a-rule',
      comment: 'A new folder gets a line in CONTRIBUTING.md and a rule here.',
      severity: 'error',
      from: {
        path: '^src/[^/]+/',
        pathNot:
          '^src/(sql|migrations|catalog|impact|engine|report|backtest|escalation|tasks|config|github|repository|owners|jobs|verify|workers|web|cli)/',
      },
      to: {},
    },
    {
      name: 'nobody-imports-an-entrance',
      comment: 'src/main.ts and src/cli.ts are where a process starts; only the process does.',
      severity: 'error',
      from: {},
      to: { path: '^src/(main|cli)\\.ts$' },
    },
    {
      name: 'dialects-stand-apart',
      comment: 'What is the same on two servers is in the folder above; MariaDB builds on MySQL.',
      severity: 'error',
      from: { path: '^src/(sql|catalog|impact|verify)/(mysql|mariadb)/' },
      to: { path: '^src/(sql|catalog|impact|verify)/postgres/' },
    },
    {
      name: 'postgres-stands-apart',
      comment: 'What is the same on two servers is in the folder above.',
      severity: 'error',
      from: { path: '^src/(sql|catalog|impact|verify)/postgres/' },
      to: { path: '^src/(sql|catalog|impact|verify)/(mysql|mariadb)/' },
    },
    {
      name: 'mysql-does-not-know-mariadb',
      comment: 'MariaDB builds on MySQL, not the other way round.',
      severity: 'error',
      from: { path: '^src/impact/mysql/' },
      to: { path: '^src/impact/mariadb/' },
    },
    {
      name: 'pure-core-does-no-io',
      comment:
        'No network, no clock, no file system, no environment inside the brackets. Hashing is pure; so is requiring a package.',
      severity: 'error',
      from: { path: '^(rules|src/(sql|migrations|catalog|impact|engine|report|owners|escalation))/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|module)$' },
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
