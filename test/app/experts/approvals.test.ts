import { blocker, harmless, proposed } from '../app-beside-github.js';
import * as act from './acts.js';
import { table } from './table.js';

const other = 'db/migrations/0003_note.sql';
const elsewhere = { 'src/shop.ts': 'export const shop = 1;\n' };
const changed = { [proposed]: `-- Looked at again\n${blocker}` };

const asked = 'action_required: Waiting for @acme/sql (asked)';
const approved = 'success: Approved by @dba for these migrations';
const still = 'success: Approval by @dba still applies';
const isVoid = 'action_required: Approval by @dba was for abc1234: migrations changed since';
const opened = [act.opens({ [proposed]: blocker }), '@acme/sql', asked] as const;
const isApproved = [act.approves('dba'), '', approved] as const;

table('an approval', {
  'of what waits for an expert ends the waiting': {
    story: [opened, isApproved],
    says: ['approved by `@dba`'],
  },
  'holds when a push leaves the migrations alone': {
    story: [opened, isApproved, [act.pushes(elsewhere), '', still]],
    says: ['the migrations are the same'],
  },
  'is void when a push changes the migrations, and who gave it is asked once': {
    story: [
      opened,
      isApproved,
      [act.pushes(changed), '@dba', isVoid],
      [act.pushes(elsewhere), '', isVoid],
      [act.approves('dba'), '', approved],
    ],
  },
  'that is void says what changed since': {
    story: [opened, isApproved, [act.pushes(changed), '@dba', isVoid]],
    says: ['what changed since', '/compare/'],
  },
  'holds again when the migrations are what they were': {
    story: [
      opened,
      isApproved,
      [act.pushes(changed), '@dba', isVoid],
      [act.pushes({ [proposed]: blocker }), '', still],
    ],
  },
  'holds over a force-push with the same migrations': {
    story: [opened, isApproved, [act.forcePushes({ [proposed]: blocker, ...elsewhere }), '', still]],
  },
  'is void after a force-push with other migrations': {
    story: [opened, isApproved, [act.forcePushes(changed), '@dba', isVoid]],
  },
  'holds over a rebase': {
    story: [opened, isApproved, [act.rebases(elsewhere, { [proposed]: blocker }), '', still]],
  },
  'holds when a push adds a migration that needs nobody': {
    story: [opened, isApproved, [act.pushes({ [other]: harmless }), '', still]],
  },
  'is void when a push adds a migration that needs an expert': {
    story: [
      opened,
      isApproved,
      [
        act.pushes({ [other]: "ALTER TABLE billing_items MODIFY kind ENUM('a') NOT NULL;\n" }),
        '@dba',
        isVoid,
      ],
    ],
  },
  'is needed no more when the migration is gone': {
    story: [
      opened,
      isApproved,
      [act.pushes({ [proposed]: null, ...elsewhere }), '', 'success: No SQL migrations in this pull request'],
    ],
  },
  'of the same contents at an older commit': {
    story: [
      opened,
      [act.pushes(elsewhere), '', asked],
      [act.approves('dora'), '', 'success: Approved by @dora for these migrations'],
      [act.pushes({ 'README.md': '# A shop\n' }), '', 'success: Approval by @dora still applies'],
    ],
  },
  'that is dismissed counts no more': {
    story: [opened, isApproved, [act.dismisses('dba'), '', asked]],
  },
  'whose text is edited counts as before': {
    story: [opened, isApproved, [act.editsReview('dba'), '', approved]],
  },
  'stays when its author comments later': {
    story: [opened, isApproved, [act.comments('dba'), '', approved]],
  },
  'is taken back by asking for changes': {
    story: [opened, isApproved, [act.asksForChanges('dba'), '', 'failure: @dba asked for changes']],
  },
  'after changes were asked for': {
    story: [
      opened,
      [act.asksForChanges('dba'), '', 'failure: @dba asked for changes'],
      [
        act.pushes(changed),
        '@dba',
        'action_required: Waiting for @dba, who asked for changes: migrations changed since',
      ],
      isApproved,
    ],
  },
  'of one expert does not outweigh what another one asks for': {
    story: [
      opened,
      [act.asksForChanges('dba'), '', 'failure: @dba asked for changes'],
      [act.approves('dora'), '', 'failure: @dba asked for changes'],
      [act.dismisses('dba'), '', 'success: Approved by @dora for these migrations'],
    ],
  },
  'of somebody of no team counts for nothing': {
    story: [opened, [act.approves('passer-by'), '', asked]],
  },
  'of who made the commit counts for nothing': {
    story: [
      [act.opens({ [proposed]: blocker }, { committer: 'dba' }), '@acme/sql', asked],
      [act.approves('dba'), '', asked],
      [act.approves('dora'), '', 'success: Approved by @dora for these migrations'],
    ],
  },
  'counts no more when its author pushes to the pull request': {
    story: [opened, isApproved, [act.pushes(elsewhere, { committer: 'dba' }), '', asked]],
  },
  'holds what could not be judged, too': {
    story: [
      [act.opens({ [proposed]: 'ALTER TABLE orders ADD COLUMN;\n' }), '@acme/sql', asked],
      [act.approves('dba'), '', approved],
    ],
  },
});
