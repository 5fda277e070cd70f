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
    'The App lacks the permission `pull_requests: write`: pull requests get no comments, or their check only after minutes. Add it in the App’s settings on GitHub; a new permission is then accepted by an owner of the organisation.',
  ]);
});

// GitHub sends these two to every App that writes checks.
const OWN = new Set(['check_run', 'check_suite']);

it.each(manifest.default_events.filter((event) => !OWN.has(event)))('misses the event %s', (event) => {
  const events = asRegistered.events.filter((one) => one !== event);
  expect(grantProblems({ ...asRegistered, events })).toEqual([
    expect.stringContaining(`The App lacks the event \`${event}\`: `),
  ]);
});
