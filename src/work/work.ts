/**
 * This folder does one piece of work for the App: reads GitHub, asks the core, writes GitHub. It may not know SQL, nor choose
 * words.
 */
import { z } from 'zod';

const repository = { installationId: z.int(), owner: z.string(), repo: z.string() };
const pullRequest = { ...repository, number: z.int() };

/** One piece of work as the queue holds it: names and numbers only, nothing that a repository contains. */
export const workSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('review'),
    ...pullRequest,
    /** What an event said of the head; null where nothing newer is known than what GitHub answers. */
    headSha: z.string().nullable(),
    /** When the pull request changed, ISO 8601. */
    updatedAt: z.string().nullable(),
    /**
     * Why: `event` shows a running check at once; `quiet` writes only where the answer is another than the one that stands;
     * `reconcile` also ends what an interrupted run left behind.
     */
    cause: z.enum(['event', 'quiet', 'reconcile']),
    /** Somebody pressed "Ask an expert": who. */
    escalatedBy: z.string().optional(),
  }),
  /** The pull request is closed: what runs about it stops. */
  z.object({ kind: z.literal('closed'), ...pullRequest }),
  z.object({
    kind: z.literal('merge-group'),
    ...repository,
    headSha: z.string(),
    baseSha: z.string(),
    headRef: z.string(),
  }),
  /** The queue gave the group up, or merged it: what runs about it stops. */
  z.object({ kind: z.literal('merge-group-gone'), ...repository, headSha: z.string() }),
  /** Somebody wrote a command. */
  z.object({ kind: z.literal('command'), ...pullRequest, commentId: z.int() }),
  /** Somebody pressed a button of a check. */
  z.object({
    kind: z.literal('button'),
    ...pullRequest,
    button: z.string(),
    sender: z.string(),
  }),
  /** Somebody re-ran all checks of a commit. */
  z.object({ kind: z.literal('suite'), ...repository, headSha: z.string() }),
  /** A branch that pull requests are merged into has moved. */
  z.object({ kind: z.literal('base-moved'), ...repository, branch: z.string() }),
  /** A team of the organisation changed: its members, its access, or whether it is there. `repo` is empty. */
  z.object({ kind: z.literal('people-changed'), ...repository }),
  /** The App sees a repository for the first time, or what it is told about its migrations has changed. */
  z.object({ kind: z.literal('examine'), ...repository }),
]);

/** One piece of work: what an event, a command or the clock asks for. */
export type Work = z.infer<typeof workSchema>;

/** Work of one kind. */
export type WorkOf<Kind extends Work['kind']> = Extract<Work, { readonly kind: Kind }>;

/** A review that asks GitHub what holds now. */
export function reviewAnew(
  { installationId, owner, repo }: Pick<Work, 'installationId' | 'owner' | 'repo'>,
  number: number,
  cause: WorkOf<'review'>['cause'],
): WorkOf<'review'> {
  return { kind: 'review', installationId, owner, repo, number, headSha: null, updatedAt: null, cause };
}

/** How the queue treats a piece of work. */
export interface Order {
  /** Of one subject, one job runs at a time, and only the newest. */
  readonly subject: string;
  readonly tenant: string;
  /** What a job that this one supersedes is told of it. */
  readonly label: string;
  /** Milliseconds since 1970; undefined: just now. */
  readonly asked: number | undefined;
  /** Whether it gives way to any other work of its subject. */
  readonly yields: boolean;
  /** Whether it starts at once: somebody waits for a sign, and nothing newer makes it needless. */
  readonly keep: boolean;
}

/** What a superseded check is told when the reason is no newer commit. */
const CLOSED = 'closed';

/** What the work is about, for whom, and when it was asked for. */
export function orderOf(work: Work): Order {
  const tenant = String(work.installationId);
  const place = `${tenant}/${work.owner}/${work.repo}`;
  const order = (about: string, label: string): Order => ({
    subject: `${place}/${about}`,
    tenant,
    label,
    asked: undefined,
    yields: false,
    keep: false,
  });
  switch (work.kind) {
    case 'review': {
      const asked = work.updatedAt === null ? undefined : Date.parse(work.updatedAt);
      // What looks lost may only take long: it is not begun again in the middle.
      const yields = work.cause === 'reconcile';
      return { ...order(String(work.number), work.headSha ?? 'a newer review'), asked, yields };
    }
    case 'closed':
      return order(String(work.number), CLOSED);
    case 'merge-group':
      return order(`group/${work.headSha}`, work.headSha);
    case 'merge-group-gone':
      return order(`group/${work.headSha}`, CLOSED);
    case 'command':
      return { ...order(`${work.number}/comment/${work.commentId}`, 'the same comment'), keep: true };
    case 'button':
      return order(`${work.number}/button/${work.button}`, 'the same button');
    case 'suite':
      return order(`suite/${work.headSha}`, work.headSha);
    case 'base-moved':
      return order(`base/${work.branch}`, work.branch);
    case 'people-changed':
      return order('people', 'a newer change');
    case 'examine':
      return order('examine', 'a newer look');
  }
}
