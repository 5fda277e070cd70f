import { readFileSync } from 'node:fs';

import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { grantProblems, type GrantFacts } from '../../src/report/grant-words.js';

const manifest = parse(readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')) as {
  readonly default_permissions: Readonly<Record<string, string>>;
  readonly default_events: readonly string[];
};
const asRegistered: GrantFacts = {
  permissions: manifest.default_permissions,
  events: manifest.default_events,
  isOrganisation: true,
};

it('says nothing where the App has what app.yml lists', () => {
  expect(grantProblems(asRegistered)).toEqual([]);
});

it('takes more than is needed for enough', () => {
  const permissions = { ...asRegistered.permissions, issues: 'write', members: 'admin' };
  expect(grantProblems({ ...asRegistered, permissions })).toEqual([]);
});

it('takes less than is needed for nothing', () => {
  const permissions = { ...asRegistered.permissions, pull_requests: 'read' };
  expect(grantProblems({ ...asRegistered, permissions })).toEqual([
    'The App lacks the permission `pull_requests: write`: no comment can be written. Add it under Permissions & events of the App; where it stands there, an owner has to accept it in the settings of the installation.',
  ]);
});

it('takes an event that is sent for a sign that its permission is there', () => {
  const permissions = Object.fromEntries(
    Object.entries(asRegistered.permissions).filter(([name]) => name !== 'issues'),
  );
  expect(grantProblems({ ...asRegistered, permissions })).toEqual([]);
});

// GitHub sends these two to every App that writes checks.
const OWN = new Set(['check_run', 'check_suite']);

it.each(manifest.default_events.filter((event) => !OWN.has(event)))('misses the event %s', (event) => {
  const events = asRegistered.events.filter((one) => one !== event);
  expect(grantProblems({ ...asRegistered, events })).toEqual([
    expect.stringContaining(`The App lacks the event \`${event}\`: `),
  ]);
});

it('misses nothing of teams on the account of a person', () => {
  const permissions = Object.fromEntries(
    Object.entries(asRegistered.permissions).filter(([name]) => name !== 'members'),
  );
  const events = asRegistered.events.filter((event) => event !== 'membership' && event !== 'team');
  const given = { permissions, events };
  expect(grantProblems({ ...given, isOrganisation: false })).toEqual([]);
  expect(grantProblems({ ...given, isOrganisation: true })).toHaveLength(3);
});
