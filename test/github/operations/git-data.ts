import { ok, pages, type Answer, type Call, type Implementation } from '../call.js';
import { git } from '../git.js';
import { signature, verificationOf } from '../present.js';
import { notFound, Refusal } from '../refusal.js';
import { commitAt, findRevision } from '../revisions.js';
import { need } from './needs.js';

const mostEntries = 100_000;
const mostBlobBytes = 100 * 1024 * 1024;

/** Git's own objects: refs, commits, trees, blobs. */
export const gitData: Readonly<Record<string, Implementation>> = {
  'git/get-ref': { needs: need.contents, handle: getRef },
  'git/list-matching-refs': {
    needs: need.contents,
    handle: async (call) => {
      const args = ['for-each-ref', '--format=%(refname) %(objecttype) %(objectname)'];
      const text = (await git(call.repository.gitDir, args)).toString('utf8');
      const lines = text.split('\n').filter((line) => line.startsWith(`refs/${call.params['ref'] ?? ''}`));
      return pages(lines.map((line) => presentRef(call, line)));
    },
  },
  'git/get-commit': { needs: need.contents, handle: getCommit },
  'git/get-tree': { needs: need.contents, handle: getTree },
  'git/get-blob': { needs: need.contents, handle: getBlob },
};

async function getRef(call: Call): Promise<Answer> {
  const ref = `refs/${call.params['ref'] ?? ''}`;
  if ((await findRevision(call.repository, ref)) === undefined) throw notFound();
  const args = ['for-each-ref', '--format=%(refname) %(objecttype) %(objectname)', ref];
  const text = (await git(call.repository.gitDir, args)).toString('utf8');
  const line = text.split('\n').find((one) => one.startsWith(`${ref} `));
  if (line === undefined) throw notFound();
  return ok(presentRef(call, line));
}

function presentRef({ world, repository }: Call, line: string): Record<string, unknown> {
  const [ref = '', type = '', sha = ''] = line.split(' ');
  const api = `${world.api}/repos/${repository.fullName}/git`;
  const object = { type, sha, url: `${api}/${type}s/${sha}` };
  return { ref, node_id: `REF_${ref}`, url: `${api}/${ref}`, object };
}

async function getCommit({ world, repository, params }: Call): Promise<Answer> {
  const sha = await findRevision(repository, params['commit_sha'] ?? '');
  if (sha === undefined) throw notFound();
  const commit = await commitAt(repository, sha);
  const api = `${world.api}/repos/${repository.fullName}/git`;
  const html = `${world.url}/${repository.fullName}/commit`;
  return ok({
    sha,
    node_id: `C_${sha}`,
    url: `${api}/commits/${sha}`,
    html_url: `${html}/${sha}`,
    author: signature(commit.author),
    committer: signature(commit.committer),
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    parents: commit.parents.map((one) => ({
      sha: one,
      url: `${api}/commits/${one}`,
      html_url: `${html}/${one}`,
    })),
    verification: verificationOf(commit),
  });
}

async function getTree({ world, repository, params, query }: Call): Promise<Answer> {
  const asked = params['tree_sha'] ?? '';
  const named = (await findRevision(repository, asked)) ?? asked;
  const tree = await repository.objects.read(`${named}^{tree}`);
  if (tree === undefined || asked.startsWith('-')) throw notFound();
  const recursive = query.has('recursive') ? ['-r', '-t'] : [];
  const text = (await git(repository.gitDir, ['ls-tree', '-l', '-z', ...recursive, tree.sha])).toString(
    'utf8',
  );
  const entries = text.split('\0').filter((line) => line !== '');
  const api = `${world.api}/repos/${repository.fullName}/git`;
  return ok({
    sha: tree.sha,
    url: `${api}/trees/${tree.sha}`,
    tree: entries.slice(0, mostEntries).map((line) => {
      const [, mode = '', type = '', sha = '', size = '', path = ''] =
        /^(\d+) (\w+) (\w+) +(-|\d+)\t([^]*)$/.exec(line) ?? [];
      const url = { url: `${api}/${type === 'tree' ? 'trees' : 'blobs'}/${sha}` };
      return { path, mode, type, sha, ...(type === 'blob' ? { size: Number(size) } : {}), ...url };
    }),
    truncated: entries.length > mostEntries,
  });
}

async function getBlob({ world, repository, params, media }: Call): Promise<Answer> {
  const sha = params['file_sha'] ?? '';
  const object = /^[0-9a-f]{40}$/i.test(sha) ? await repository.objects.read(sha) : undefined;
  if (object?.type !== 'blob') throw notFound();
  if (object.content.length > mostBlobBytes) {
    throw new Refusal(403, 'This API returns blobs up to 100 MB in size.', [
      { resource: 'Blob', field: 'data', code: 'too_large' },
    ]);
  }
  if (media === 'raw') {
    return {
      status: 200,
      bytes: { type: 'application/vnd.github.raw; charset=utf-8', content: object.content },
    };
  }
  return ok({
    sha: object.sha,
    node_id: `B_${object.sha}`,
    url: `${world.api}/repos/${repository.fullName}/git/blobs/${object.sha}`,
    size: object.content.length,
    content: wrapped(object.content),
    encoding: 'base64',
  });
}

/** Base64 in lines of 60, as GitHub writes it. */
export function wrapped(content: Buffer): string {
  return content
    .toString('base64')
    .replace(/.{60}/g, '$&\n')
    .replace(/(?<!\n)$/, content.length === 0 ? '' : '\n');
}
