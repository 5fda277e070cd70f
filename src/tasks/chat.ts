import type { ChatAcknowledgement } from '../engine/review-input.js';
import type { Notice, Review } from '../engine/finding.js';
import { readCommand } from '../escalation/command.js';
import type { GitHubClient } from '../github/client.js';
import type { RepositoryAddress } from '../github/github-source.js';
import { mayWrite, permissionOf } from '../github/people.js';
import type { Said } from '../github/said.js';
import type { PullRecord } from '../report/record.js';
import { lookUp } from '../look-up.js';

/** What the conversation of a pull request asks of Precheck, worked out anew at every review. */
export interface Chat {
  readonly acknowledgements: readonly ChatAcknowledgement[];
  /** Logins of those who asked for experts. */
  readonly escalatedBy: readonly string[];
  /** Somebody talks to Precheck, and is answered in the summary. */
  readonly isSpokenTo: boolean;
}

/**
 * The commands of people who may write to the repository now. `known`: what earlier reviews recorded of the
 * acknowledgements.
 */
export async function chatOf(
  client: GitHubClient,
  repository: RepositoryAddress,
  said: readonly Said[],
  known: PullRecord['covers'],
): Promise<Chat> {
  const commands = said.flatMap(({ id, author, body }) => {
    const command = readCommand(body);
    return command === undefined ? [] : [{ id, author, command }];
  });
  const stating = commands.filter(({ command: { kind } }) => kind === 'acknowledge' || kind === 'escalate');
  const allowed = new Set<string>();
  for (const author of new Set(stating.map(({ author }) => author))) {
    if (mayWrite(await permissionOf(client, repository, author))) allowed.add(author);
  }
  return {
    acknowledgements: stating.flatMap(({ id, author, command }) =>
      command.kind === 'acknowledge' && allowed.has(author)
        ? [
            {
              commentId: id,
              by: author,
              rules: command.rules,
              reason: command.reason,
              covers: lookUp(known, String(id)) ?? null,
            },
          ]
        : [],
    ),
    escalatedBy: stating.flatMap(({ author, command }) =>
      command.kind === 'escalate' && allowed.has(author) ? [author] : [],
    ),
    isSpokenTo: commands.length > 0,
  };
}

/** What each acknowledgement covers, to be recorded: later findings of the same rule are none of it. */
export function coveredBy(
  acknowledgements: readonly ChatAcknowledgement[],
  { findings, gaps }: Review,
): PullRecord['covers'] {
  const subjects = [
    ...findings.map(({ rule, fingerprint }) => ({ id: rule, fingerprint })),
    ...gaps.map(({ id, fingerprint }) => ({ id, fingerprint })),
  ];
  return Object.fromEntries(
    acknowledgements.map(({ commentId, rules, covers }) => [
      String(commentId),
      covers ?? subjects.filter(({ id }) => rules.includes(id)).map(({ fingerprint }) => fingerprint),
    ]),
  );
}

/** Acknowledgements that cover nothing, so that their authors learn it. */
export function idleAcknowledgements(
  acknowledgements: readonly ChatAcknowledgement[],
  covers: PullRecord['covers'],
): readonly Notice[] {
  return acknowledgements
    .filter(({ commentId }) => lookUp(covers, String(commentId))?.length === 0)
    .map(({ by, rules }) => ({
      file: null,
      line: null,
      text: `\`/precheck ack ${rules.join(', ')}\` of \`${by}\` matched nothing that was open.`,
    }));
}
