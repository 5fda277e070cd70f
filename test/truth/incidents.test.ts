import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { incidents, missedFlag, reviewIncident } from './incident.js';

/** What is not found yet, or found wrongly, by incident: the reason stands beside it. */
const open = JSON.parse(readFileSync('test/truth/open-incidents.json', 'utf8')) as Readonly<
  Record<string, { readonly answer: readonly string[]; readonly reason: string }>
>;

describe.each(incidents.map((incident) => [incident.id, incident] as const))('%s', (id, incident) => {
  it('is found on its lines, and the safe variant does not block', async () => {
    const answer = await reviewIncident(incident, incident.pull_request);
    const missed = incident.must_flag.flatMap((must) => missedFlag(answer, must) ?? []);
    const fixed = incident.fixed && (await reviewIncident(incident, incident.fixed));
    const blocking = [
      ...(fixed?.findings.filter(({ severity }) => severity === 'blocker') ?? []).map(
        ({ rule, line }) => `safe variant, line ${String(line)}: ${rule}`,
      ),
      ...(fixed?.gaps.map((gap) => `safe variant, line ${String(gap.line)}: ${gap.id}`) ?? []),
    ];
    const elsewhere = await Promise.all(
      (incident.replay.must_not_be_danger_on ?? []).map(async (version) =>
        (await reviewIncident(incident, incident.pull_request, version)).findings
          .filter(({ severity }) => severity === 'blocker')
          .map(({ rule }) => `on ${version}: ${rule} blocks`),
      ),
    );
    expect([...missed, ...blocking, ...elsewhere.flat()]).toEqual(open[id]?.answer ?? []);
  });
});
