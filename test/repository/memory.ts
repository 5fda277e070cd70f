import { createHash } from 'node:crypto';

import { registry } from '../../rules/index.js';
import type { Review } from '../../src/engine/finding.js';
import type { ReviewInput } from '../../src/engine/review-input.js';
import { review } from '../../src/engine/review.js';
import { collect } from '../../src/repository/collect.js';
import { decode } from '../../src/repository/source.js';
import type { FileContent, Source } from '../../src/repository/source.js';
import { readSql } from '../../src/sql/read.js';

/** Paths and their texts. */
export type Files = Readonly<Record<string, string>>;

function idOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}

/** A repository of two commits, "base" and "head", that lies in memory. */
function memorySource(commits: Readonly<Record<string, Files>>): Source {
  const texts = new Map(
    Object.values(commits)
      .flatMap((files) => Object.values(files))
      .map((text) => [idOf(text), text]),
  );
  return {
    tree: (commit) =>
      Promise.resolve(
        Object.entries(commits[commit] ?? {}).map(([path, text]) => ({
          path,
          id: idOf(text),
          size: text.length,
          type: 'file',
        })),
      ),
    read: (_commit, entries) =>
      Promise.resolve(
        new Map<string, FileContent>(entries.map(({ id }) => [id, decode(Buffer.from(texts.get(id) ?? ''))])),
      ),
  };
}

/** The input of a change from `base` to `head`. */
export function collected(base: Files, head: Files): Promise<ReviewInput> {
  const commits = { base: 'base', mergeBase: 'base', head: 'head' };
  return collect(memorySource({ base, head }), commits, { ruleIds: registry.map(({ id }) => id) });
}

/** The whole way from two trees to a verdict. */
export async function reviewed(base: Files, head: Files): Promise<Review> {
  return review(await collected(base, head), { registry, readSql });
}
