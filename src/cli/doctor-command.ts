import { Command, Option } from 'commander';

import { webPlace, type WebRepository } from '../repository/docs-links.js';
import { tryGit } from '../repository/git.js';
import { localSource, WORKING_TREE } from '../repository/local.js';
import { renderTrouble, type Trouble } from '../report/trouble.js';
import { topOf } from './checkout.js';
import { diagnose, MOST_ASKED } from './diagnose.js';
import type { GitHubDiagnosis } from './diagnose-on-github.js';
import { EXIT } from './exit.js';
import { formatOption, terminal } from './output.js';
import type { Format } from './output.js';
import { print } from './print.js';

/** `precheck doctor`: what in a repository keeps Precheck, or the right people, from seeing its migrations. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description(
      'Examine a repository: configuration, unreadable history, CODEOWNERS and experts, documentation links. No network without --github or --online.',
    )
    .option('--repo <dir>', 'the repository', '.')
    .addOption(
      new Option(
        '--github <owner/repo>',
        'its default branch on GitHub instead, and who can approve there, what GitHub says of CODEOWNERS, whether the check is required (GITHUB_TOKEN, GITHUB_API_URL)',
      ).conflicts('repo'),
    )
    .option(
      '--online',
      `ask the hosts named under docs whether their pages are there (HEAD, at most ${String(MOST_ASKED)} addresses)`,
      false,
    )
    .addOption(formatOption())
    .action(async ({ repo, github, online, format }: DoctorOptions) => {
      const diagnosis =
        github === undefined
          ? { troubles: await diagnoseCheckout(repo, online) }
          : await onGitHub(github, online);
      await print(
        format === 'json'
          ? `${JSON.stringify({ version: 1, ...diagnosis }, null, 2)}\n`
          : renderTrouble(diagnosis.troubles, { ...terminal(), notes: notesOf(diagnosis) }),
      );
      process.exitCode = diagnosis.troubles.length > 0 ? EXIT.blocked : EXIT.clear;
    });
}

/** Loads GitHub's client, which no other command needs, only now. */
async function onGitHub(github: string, asksPages: boolean): Promise<GitHubDiagnosis> {
  const { diagnoseOnGitHub } = await import('./diagnose-on-github.js');
  return diagnoseOnGitHub(github, asksPages);
}

interface DoctorOptions {
  readonly repo: string;
  readonly github?: string;
  readonly online: boolean;
  readonly format: Format;
}

function notesOf(diagnosis: { readonly troubles: readonly Trouble[] } | GitHubDiagnosis): readonly string[] {
  return 'notes' in diagnosis ? diagnosis.notes : [];
}

async function diagnoseCheckout(repo: string, asksPages: boolean): Promise<readonly Trouble[]> {
  const top = await topOf(repo);
  const source = localSource(top);
  return (await diagnose({ source, commit: WORKING_TREE, web: await webOf(top), asksPages })).troubles;
}

/** Where the repository is on the web, by its remote. */
async function webOf(top: string): Promise<WebRepository | undefined> {
  const place = webPlace((await tryGit(top, 'remote', 'get-url', 'origin')) ?? '');
  if (!place) return undefined;
  const remote = await tryGit(top, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  const defaultBranch = (remote ?? (await tryGit(top, 'branch', '--show-current')) ?? '').replace(
    /^origin\//,
    '',
  );
  return { ...place, defaultBranch: defaultBranch === '' ? 'main' : defaultBranch };
}
