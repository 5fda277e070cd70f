import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { changedFiles } from '../diff.js';
import { git, log, mergeBase } from '../git.js';
import { presentCommit } from '../present.js';
import { notFound } from '../refusal.js';
import { commitAt, findRevision, revision, threeDotDiff } from '../revisions.js';
import { need } from './needs.js';
import { presentFile } from './pulls.js';

const most = { comparedFiles: 300, comparedCommits: 250, listed: 5000 };

/** Commits and the way from one to another. */
export const commits: Readonly<Record<string, Implementation>> = {
  'repos/list-commits': { needs: need.contents, handle: list },
  'repos/get-commit': { needs: need.contents, handle: get },
  'repos/compare-commits-with-basehead': { needs: need.contents, handle: compare },
};

async function list({ world, repository, query }: Call): Promise<Answer> {
  const sha = await revision(repository, query.get('sha') ?? repository.defaultBranch);
  const path = query.get('path');
  const author = query.get('author');
  const since = query.get('since');
  const until = query.get('until');
  const found = await log(repository.gitDir, [
    `--max-count=${most.listed}`,
    ...(author === null ? [] : [`--author=${author}`]),
    ...(since === null ? [] : [`--since=${since}`]),
    ...(until === null ? [] : [`--until=${until}`]),
    sha,
    '--',
    ...(path === null ? [] : [`:(literal)${path}`]),
  ]);
  return pages(found.map((commit) => presentCommit(world, repository, commit)));
}

async function get({ world, repository, params }: Call): Promise<Answer> {
  const sha = await revision(repository, params['ref'] ?? '');
  const commit = await commitAt(repository, sha);
  const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
  const files = await changedFiles(repository.gitDir, commit.parents[0] ?? emptyTree, sha);
  const additions = files.reduce((total, file) => total + file.additions, 0);
  const deletions = files.reduce((total, file) => total + file.deletions, 0);
  return ok({
    ...presentCommit(world, repository, commit),
    stats: { additions, deletions, total: additions + deletions },
    files: files.slice(0, most.comparedFiles).map((file) => presentFile(world, repository, sha, file)),
  });
}

async function compare({ world, repository, params, query }: Call): Promise<Answer> {
  const [from = '', to = ''] = (params['basehead'] ?? '').split('...');
  const [base, head] = await Promise.all([
    findRevision(repository, local(repository.owner.login, from)),
    findRevision(repository, local(repository.owner.login, to)),
  ]);
  if (base === undefined || head === undefined) throw notFound();
  const { gitDir } = repository;
  const common = await mergeBase(gitDir, base, head);
  if (common === undefined) throw notFound();
  const counts = await git(gitDir, ['rev-list', '--left-right', '--count', `${base}...${head}`]);
  const [behind = 0, ahead = 0] = counts.toString('utf8').trim().split('\t').map(Number);
  const all = (await log(gitDir, [`${base}..${head}`])).toReversed();
  // In pages all commits are given, and the files with the first.
  const page = Number(query.get('page') ?? '1');
  const size = query.has('page') ? Number(query.get('per_page') ?? '100') : most.comparedCommits;
  const between = all.slice((page - 1) * size, page * size);
  const files = page > 1 ? [] : (await threeDotDiff(repository, base, head)).slice(0, most.comparedFiles);
  const present = async (sha: string): Promise<Record<string, unknown>> =>
    presentCommit(world, repository, await commitAt(repository, sha));
  const html = `${world.url}/${repository.fullName}/compare/${params['basehead'] ?? ''}`;
  return ok({
    url: `${world.api}/repos/${repository.fullName}/compare/${params['basehead'] ?? ''}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: await present(base),
    merge_base_commit: await present(common),
    status: statusOf(ahead, behind),
    ahead_by: ahead,
    behind_by: behind,
    total_commits: ahead,
    commits: between.map((commit) => presentCommit(world, repository, commit)),
    files: files.map((file) => presentFile(world, repository, head, file)),
  });
}

/** `owner:branch` of this repository is the branch; of a fork it names what lies in the same object store. */
function local(owner: string, end: string): string {
  return end.startsWith(`${owner}:`) ? end.slice(owner.length + 1) : end;
}

function statusOf(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return 'diverged';
  if (ahead > 0) return 'ahead';
  return behind > 0 ? 'behind' : 'identical';
}
