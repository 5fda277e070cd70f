import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import type { FileChange } from '../diff.js';
import { git, mergeBase } from '../git.js';
import { presentCommit } from '../present.js';
import { presentPullRequest } from '../present-pull.js';
import { Refusal } from '../refusal.js';
import { pullRequestCommits, pullRequestFiles, revision } from '../revisions.js';
import type { PullRequest } from '../pull-request.js';
import { type Repository, pullRequest } from '../repository-state.js';
import type { World } from '../world.js';
import { need } from './needs.js';

const mostFiles = 3000;
const mostDiff = { lines: 20_000, bytes: 1024 * 1024 };

/** Pull requests, their commits and files. */
export const pulls: Readonly<Record<string, Implementation>> = {
  'pulls/get': { needs: need.pullsRead, handle: get },
  'pulls/list': {
    needs: need.pullsRead,
    handle: ({ world, repository, query }) => {
      const found = [...repository.pulls.values()].filter((pull) => isWanted(pull, query));
      return pages(found.reverse().map((pull) => presentPullRequest(world, repository, pull)));
    },
  },
  'pulls/list-files': {
    needs: need.pullsRead,
    handle: async ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['pull_number'] ?? '');
      const files = (await pullRequestFiles(repository, pull)).slice(0, mostFiles);
      return pages(files.map((file) => presentFile(world, repository, pull.head.sha, file)));
    },
  },
  'pulls/list-commits': {
    needs: need.pullsRead,
    handle: async ({ world, repository, params }) => {
      const pull = pullRequest(repository, params['pull_number'] ?? '');
      const commits = (await pullRequestCommits(repository, pull)).slice(0, 250);
      return pages(commits.map((commit) => presentCommit(world, repository, commit)));
    },
  },
  'repos/list-pull-requests-associated-with-commit': {
    needs: need.pullsRead,
    handle: async ({ world, repository, params }) => {
      const sha = await revision(repository, params['commit_sha'] ?? '');
      const found: PullRequest[] = [];
      for (const pull of repository.pulls.values()) {
        const commits = await pullRequestCommits(repository, pull);
        if (commits.some((commit) => commit.sha === sha)) found.push(pull);
      }
      return pages(found.map((pull) => presentPullRequest(world, repository, pull)));
    },
  },
};

function isWanted(pull: PullRequest, query: URLSearchParams): boolean {
  const state = query.get('state') ?? 'open';
  const head = query.get('head');
  const base = query.get('base');
  return (
    (state === 'all' || pull.state === state) &&
    (head === null || head === `${pull.head.owner.login}:${pull.head.ref}`) &&
    (base === null || base === pull.base.ref)
  );
}

async function get({ world, repository, params, media }: Call): Promise<Answer> {
  const pull = pullRequest(repository, params['pull_number'] ?? '');
  if (media === 'diff' || media === 'patch') return diffText(repository, pull, media);
  const [files, commits] = await Promise.all([
    pullRequestFiles(repository, pull),
    pullRequestCommits(repository, pull),
  ]);
  return ok({
    ...presentPullRequest(world, repository, pull),
    commits: commits.length,
    changed_files: files.length,
    additions: sum(files, 'additions'),
    deletions: sum(files, 'deletions'),
    merged_by: null,
    maintainer_can_modify: false,
  });
}

function sum(files: readonly FileChange[], field: 'additions' | 'deletions'): number {
  return files.reduce((total, file) => total + file[field], 0);
}

async function diffText(repository: Repository, pull: PullRequest, kind: 'diff' | 'patch'): Promise<Answer> {
  const files = await pullRequestFiles(repository, pull);
  const from = (await mergeBase(repository.gitDir, pull.base.sha, pull.head.sha)) ?? pull.base.sha;
  const args =
    kind === 'diff'
      ? ['diff', '--no-ext-diff', '--no-textconv', '--no-color', from, pull.head.sha]
      : ['format-patch', '--stdout', '--no-ext-diff', `${from}..${pull.head.sha}`];
  const content = await git(repository.gitDir, args);
  const lines = sum(files, 'additions') + sum(files, 'deletions');
  if (lines > mostDiff.lines || content.length > mostDiff.bytes) {
    throw new Refusal(
      406,
      `Sorry, the diff exceeded the maximum number of lines (${mostDiff.lines}) or is too large.`,
      [{ resource: 'PullRequest', field: 'diff', code: 'too_large' }],
    );
  }
  return { status: 200, bytes: { type: `application/vnd.github.${kind}; charset=utf-8`, content } };
}

/** A file of a diff. */
export function presentFile(
  world: World,
  repository: Repository,
  head: string,
  file: FileChange,
): Record<string, unknown> {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const html = `${world.url}/${repository.fullName}`;
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${head}/${path}`,
    raw_url: `${html}/raw/${head}/${path}`,
    contents_url: `${world.api}/repos/${repository.fullName}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}
