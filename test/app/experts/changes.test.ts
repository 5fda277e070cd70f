import { blocker, harmless, proposed } from '../app-beside-github.js';
import * as act from './acts.js';
import { configText, ASKS_SQL, FIRST_MIGRATION as history } from './stage.js';
import { table } from './table.js';

const asked = 'action_required: Waiting for @acme/sql (asked)';
const approved = 'success: Approved by @dba for these migrations';
const settled = 'success: Approved by @dba for these settings';
const other = 'db/migrations/0003_billing.sql';
const file = '.github/precheck.yml';
const owners = { '.github/CODEOWNERS': 'db/migrations/ @acme/sql\n' };
const weakened = (config: string) => act.opens({ [file]: configText(config) });
const opens = act.opens({ [proposed]: blocker });
const merged = 'db/migrations/0001_orders.sql';

table('a change of the review itself', {
  'to observe only needs an expert': {
    story: [
      [weakened(`mode: observe\n${ASKS_SQL}`), '@acme/sql', asked],
      [act.approves('dba'), '', settled],
    ],
    says: ['`mode` goes from `enforce` to `observe`'],
  },
  'without its experts needs those of the base': {
    story: [[weakened(''), '@acme/sql', asked]],
  },
  'that names other experts needs the former ones': {
    story: [
      [weakened('experts: { reviewers: ["@octocat"] }\n'), '@acme/sql', asked],
      [act.approves('octopus'), '', asked],
    ],
  },
  'that switches a rule off needs an expert, and the rule still holds here': {
    story: [
      [
        act.opens({
          [file]: configText(`${ASKS_SQL}rules: { enum-non-additive: off }\n`),
          [proposed]: blocker,
        }),
        '@acme/sql',
        asked,
      ],
    ],
  },
  'that is made stricter needs nobody': {
    story: [
      [
        weakened('experts: { reviewers: ["@acme/sql"], when: always }\n'),
        '',
        'success: No SQL migrations in this pull request',
      ],
    ],
  },
  'that takes the owners of migrations away needs an expert': {
    files: owners,
    story: [[act.opens({ '.github/CODEOWNERS': '* @octocat\n' }), '@acme/sql', asked]],
  },
  'approved, and then changed once more': {
    story: [
      [weakened(`mode: observe\n${ASKS_SQL}`), '@acme/sql', asked],
      [act.approves('dba'), '', settled],
      [
        act.pushes({ [file]: configText('mode: observe\n') }),
        '@dba',
        'action_required: Approval by @dba was for abc1234: settings changed since',
      ],
    ],
  },
});

table('an acknowledgement', {
  'in the migration waits for an expert': {
    story: [
      [
        act.opens({ [proposed]: `-- precheck:nolint enum-non-additive Never written\n${blocker}` }),
        '@acme/sql',
        asked,
      ],
      [act.approves('dba'), '', approved],
    ],
  },
  'in the conversation waits for an expert': {
    story: [
      [opens, '@acme/sql', asked],
      [act.says('octocat', '/precheck ack enum-non-additive Never written'), '', asked],
      [act.approves('dba'), '', approved],
    ],
  },
  'of the author is enough where the configuration says so': {
    config: `${ASKS_SQL}acknowledge: { blocker: author }\n`,
    story: [
      [opens, '@acme/sql', asked],
      [
        act.says('octocat', '/precheck ack enum-non-additive Never written'),
        '',
        'success: No open findings (1 acknowledged)',
      ],
    ],
  },
});

table('the merge queue', {
  'passes what was approved': {
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
      [act.queues(), '', 'success: Same migrations as approved'],
    ],
  },
  'fails what was not approved': {
    story: [
      [opens, '@acme/sql', asked],
      [act.queues(), '', 'failure: An expert has not approved'],
    ],
  },
  'fails what it changed since the approval': {
    story: [
      [act.opens({ [merged]: `${history}\n-- The end.\n` }), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
      [act.opens({ [merged]: `-- The start.\n${history}` }), '@acme/sql', asked],
      [act.approves('dora'), '', 'success: Approved by @dora for these migrations'],
      [act.queues(1, 2), '', 'failure: The queue changed the migrations since they were approved'],
    ],
  },
  'passes several, each approved': {
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
      [
        act.opens({ [other]: "ALTER TABLE billing_items MODIFY kind ENUM('a') NOT NULL;\n" }),
        '@acme/sql',
        asked,
      ],
      [act.approves('dora'), '', 'success: Approved by @dora for these migrations'],
      [act.queues(1, 2), '', 'success: Same migrations as approved'],
    ],
  },
  'fails several of which one is not approved': {
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
      [
        act.opens({ [other]: "ALTER TABLE billing_items MODIFY kind ENUM('a') NOT NULL;\n" }),
        '@acme/sql',
        asked,
      ],
      [act.queues(1, 2), '', 'failure: An expert has not approved'],
    ],
  },
  'passes what needs nobody': {
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.queues(), '', 'success: No findings in 1 migration'],
    ],
  },
});

table('several pull requests', {
  'are each asked for, and approved, alone': {
    story: [
      [opens, '@acme/sql', asked],
      [
        act.opens({ [other]: "ALTER TABLE billing_items MODIFY kind ENUM('a') NOT NULL;\n" }),
        '@acme/sql',
        asked,
      ],
      [act.at(1, act.approves('dba')), '', approved],
      [act.at(2, act.comments('dba')), '', asked],
    ],
  },
});
