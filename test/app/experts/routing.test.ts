import { blocker, harmless, proposed } from '../app-beside-github.js';
import * as act from './acts.js';
import { table } from './table.js';

const billing = "ALTER TABLE billing_items MODIFY kind ENUM('a') NOT NULL;\n";
const other = 'db/migrations/0003_billing.sql';
const asked = 'action_required: Waiting for @acme/sql (asked)';
const approved = 'success: Approved by @dba for these migrations';
const nobody = 'action_required: Nobody can approve this: routing error';
const opens = act.opens({ [proposed]: blocker });

const teams = { sql: { members: ['dba', 'dora'] }, money: { members: ['mia'] } };
const route = (parts: string): string =>
  `experts:\n  reviewers: ["@acme/sql"]\n  routes:\n    - { reviewers: ["@acme/money"], ${parts} }\n`;
const money = 'action_required: Waiting for @acme/money (asked)';

table('who is asked', {
  'nobody where nothing needs an expert': {
    story: [[act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration']],
  },
  'nobody without experts: the author’s word is enough': {
    config: '',
    story: [[opens, '', 'failure: 1 finding to fix before merge']],
  },
  'the experts of a table': {
    config: route('tables: "billing_*"'),
    teams,
    story: [[act.opens({ [other]: billing }), '@acme/money', money]],
    says: ['`billing_*`', '`enum-non-additive`'],
  },
  'the default experts for another table': {
    config: route('tables: "billing_*"'),
    teams,
    story: [[opens, '@acme/sql', asked]],
  },
  'the experts of a path': {
    config: route('paths: "db/**"'),
    teams,
    story: [[opens, '@acme/money', money]],
  },
  'the experts of a rule': {
    config: route('rule: enum-non-additive'),
    teams,
    story: [[opens, '@acme/money', money]],
  },
  'the experts of a severity': {
    config: route('severity: blocker'),
    teams,
    story: [[opens, '@acme/money', money]],
  },
  'the experts of an engine': {
    config: route('engine: mysql'),
    teams,
    story: [[opens, '@acme/money', money]],
  },
  'the default experts where the engine is another': {
    config: route('engine: postgres'),
    teams,
    story: [[opens, '@acme/sql', asked]],
  },
  'both of two routes, and both must approve': {
    config:
      'experts:\n  routes:\n    - { reviewers: ["@acme/sql"], paths: "db/**" }\n    - { reviewers: ["@acme/money"], tables: "billing_*" }\n',
    teams,
    roles: { mia: 'write' },
    story: [
      [
        act.opens({ [other]: billing }),
        '@acme/sql @acme/money',
        'action_required: Waiting for @acme/sql and @acme/money (asked)',
      ],
      [act.approves('dba'), '', money],
      [act.approves('mia'), '', 'success: Approved by @dba and @mia for these migrations'],
    ],
  },
  'any one of several reviewers': {
    config: 'experts: { reviewers: ["@acme/sql", "@mia"] }\n',
    roles: { mia: 'write' },
    story: [
      [opens, '@mia @acme/sql', 'action_required: Waiting for @acme/sql and @mia (asked)'],
      [act.approves('mia'), '', 'success: Approved by @mia for these migrations'],
    ],
  },
  'a user': {
    config: 'experts: { reviewers: ["@dba"] }\n',
    story: [
      [opens, '@dba', 'action_required: Waiting for @dba (asked)'],
      [act.approves('dba'), '', approved],
    ],
  },
  'for every migration, where it is always': {
    config: 'experts: { reviewers: ["@acme/sql"], when: always }\n',
    story: [
      [act.opens({ [proposed]: harmless }), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
  },
  'nobody on a draft; once it is ready, once': {
    story: [
      [
        act.opens({ [proposed]: blocker }, { draft: true }),
        '',
        'action_required: Draft: experts are asked when it is ready',
      ],
      [act.becomesReady(), '@acme/sql', asked],
      [act.becomesDraft(), '', 'action_required: Draft: experts are asked when it is ready'],
      [act.becomesReady(), '', asked],
    ],
  },
  'nobody in observe mode': {
    config: 'mode: observe\nexperts: { reviewers: ["@acme/sql"] }\n',
    story: [[opens, '', 'success: Would block: Waiting for @acme/sql']],
  },
  'for a fork as for any other': {
    story: [
      [act.opens({ [proposed]: blocker }, { fork: 'stranger' }), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
  },
  'once, when GitHub assigns members in place of the team': {
    story: [
      [opens, '@acme/sql', asked],
      [act.autoAssigns('sql', 'dora'), '', asked],
      [act.pushes({ 'README.md': '# A shop\n' }), '', asked],
      [act.approves('dora'), '', 'success: Approved by @dora for these migrations'],
    ],
  },
  'once, when a person withdraws the request': {
    story: [
      [opens, '@acme/sql', asked],
      [act.withdraws('sql'), '', asked],
      [act.pushes({ 'README.md': '# A shop\n' }), '', asked],
    ],
  },
  'by a command, for what needs nobody': {
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.says('octocat', '/precheck escalate'), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
    says: ['`@octocat` asked for an expert'],
  },
  'nobody by a command where no experts are configured': {
    config: '',
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.says('octocat', '/precheck escalate'), '', 'success: No findings in 1 migration'],
    ],
    says: [
      '`/precheck escalate` of `octocat` asked nobody: no experts are configured.',
      '`experts: { reviewers: ["@organisation/team"] }`',
    ],
  },
  'nobody by a command where there is no migration': {
    story: [
      [act.opens({ 'src/shop.ts': 'x\n' }), '', 'success: No SQL migrations in this pull request'],
      [act.says('octocat', '/precheck escalate'), '', 'success: No SQL migrations in this pull request'],
    ],
    says: ['asked nobody: this pull request changes no migration'],
  },
  'for a warning, where warnings need an expert': {
    config: 'experts: { reviewers: ["@acme/sql"], when: warning }\nrules: { enum-non-additive: warning }\n',
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
    says: ['warning `enum-non-additive` on `orders`'],
  },
  'nobody for a warning, where only blockers need one': {
    config: 'experts: { reviewers: ["@acme/sql"] }\nrules: { enum-non-additive: warning }\n',
    story: [[opens, '', 'success: No blocking findings (1 note)']],
  },
  'not by the command of a stranger': {
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.says('stranger', '/precheck escalate'), '', 'success: No findings in 1 migration'],
    ],
  },
  'by the button': {
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.presses('octocat', 'escalate'), '@acme/sql', asked],
    ],
  },
});

table('experts who cannot answer', {
  'a team without access': {
    teams: { sql: { members: ['dba'], role: null } },
    story: [[opens, '', nobody]],
    says: ['has no write access to this repository: an administrator of the repository can give it'],
  },
  'a team that may only read': {
    teams: { sql: { members: ['dba'], role: 'read' } },
    story: [
      [opens, '', nobody],
      [act.access('sql', 'write'), '@acme/sql', asked],
    ],
  },
  'a secret team': {
    teams: { sql: { members: ['dba'], privacy: 'secret' } },
    story: [[opens, '', nobody]],
    says: ['SQL experts: the configured team is a secret team, which GitHub does not ask'],
    hides: ['@acme/sql'],
  },
  'a secret team beside one that can': {
    config: 'experts: { reviewers: ["@acme/dark", "@acme/sql"] }\n',
    teams: { sql: { members: ['dba'] }, dark: { members: ['dora', 'dan'], privacy: 'secret' } },
    story: [
      [opens, '@acme/sql', 'action_required: Waiting for SQL experts and @acme/sql (asked)'],
      [act.approves('dora'), '', 'action_required: Waiting for SQL experts and @acme/sql (asked)'],
      [act.approves('dba'), '', approved],
    ],
    says: ['SQL experts or `@acme/sql`'],
    hides: ['dark'],
  },
  'a team that the App may not look up': {
    story: [
      [act.opens({ [proposed]: harmless }), '', 'success: No findings in 1 migration'],
      [act.hidesTeams(), '', 'success: No findings in 1 migration'],
      [act.pushes({ [proposed]: blocker }), '', nobody],
    ],
    says: ['could not be looked up: an owner of the organisation accepts the permissions of the App'],
    hides: ['@acme/sql'],
  },
  'a program, whatever it may do': {
    config: 'experts: { reviewers: ["@robot", "@dba"] }\n',
    bots: ['robot'],
    roles: { robot: 'write' },
    story: [
      [opens, '@robot @dba', 'action_required: Waiting for @robot and @dba (asked)'],
      [act.approves('robot'), '', 'action_required: Waiting for @robot and @dba (asked)'],
      [act.approves('dba'), '', approved],
    ],
  },
  'a team that does not exist': {
    teams: {},
    story: [[opens, '', nobody]],
    says: ['does not exist, or the App may not see it'],
  },
  'an empty team, until somebody joins': {
    teams: { sql: { members: [] } },
    story: [
      [opens, '', nobody],
      [act.joins('sql', 'dba'), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
  },
  'a team of the author alone': {
    teams: { sql: { members: ['octocat'] } },
    story: [[opens, '', nobody]],
    says: ['has nobody else than who wrote or committed a part of this change'],
  },
  'members of a child team can': {
    teams: { sql: { members: [] }, mysql: { members: ['dba'], parent: 'sql', role: null } },
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
  },
  'who left the team after approving': {
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('dba'), '', approved],
      [act.leaves('sql', 'dba'), '', asked],
    ],
  },
  'who joined the team after approving can': {
    story: [
      [opens, '@acme/sql', asked],
      [act.approves('mia'), '', asked],
      [act.joins('sql', 'mia'), '', 'success: Approved by @mia for these migrations'],
    ],
  },
  'a team that is deleted': {
    story: [
      [opens, '@acme/sql', asked],
      [act.isDeleted('sql'), '', nobody],
    ],
  },
});
