import { existsSync, readFileSync } from 'node:fs';

interface Package {
  readonly version: string;
  readonly repository: { readonly url: string };
}

/** Version and repository of the installed package: package.json lies above src/ and above dist/src/. */
export function packageFacts(): { readonly version: string; readonly repositoryUrl: string } {
  const candidates = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url));
  const path = candidates.find((candidate) => existsSync(candidate));
  if (!path) throw new Error('package.json is not where it was installed.');
  const { version, repository } = JSON.parse(readFileSync(path, 'utf8')) as Package;
  return { version, repositoryUrl: repository.url.replace(/^git\+/, '').replace(/\.git$/, '') };
}
