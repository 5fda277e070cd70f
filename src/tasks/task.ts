/**
 * This folder does one task for the App: reads GitHub, asks the core, writes GitHub. It may not know SQL, nor choose
 * words.
 */
import { z } from 'zod';

const repository = { installationId: z.int(), owner: z.string(), repo: z.string() };
const pullRequest = { ...repository, number: z.int() };

/** One task as the queue holds it: names and numbers only, nothing that a repository contains. */
export const taskSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('review'),
    ...pullRequest,
    /** The commit on which somebody waits for the answer; null where nobody does. */
    headSha: z.string().nullable(),
    /** When the pull request came to that head, ISO 8601; null where no event said so, and GitHub's answer counts. */
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
  z.object({
    kind: z.literal('closed'),
    ...pullRequest,
    /** How many comments stand on its lines, whoever wrote them. */
    reviewComments: z.int().default(0),
  }),
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
  z.object({
    kind: z.literal('command'),
    ...pullRequest,
    commentId: z.int(),
    place: z.enum(['conversation', 'thread', 'review']).default('conversation'),
  }),
  /** Somebody pressed a button of a check. */
  z.object({
    kind: z.literal('button'),
    ...pullRequest,
    button: z.string(),
    sender: z.string(),
    /** The commit whose check has the button. */
    headSha: z.string(),
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

/** One task: what an event, a command or the clock asks for. */
export type Task = z.infer<typeof taskSchema>;

/** A task of one kind. */
export type TaskOf<Kind extends Task['kind']> = Extract<Task, { readonly kind: Kind }>;

/** A review that asks GitHub what holds now. `headSha`: the commit on which somebody asked for it. */
export function reviewAnew(
  { installationId, owner, repo }: Pick<Task, 'installationId' | 'owner' | 'repo'>,
  number: number,
  cause: TaskOf<'review'>['cause'],
  headSha: string | null = null,
): TaskOf<'review'> {
  return { kind: 'review', installationId, owner, repo, number, headSha, updatedAt: null, cause };
}

/** How the queue treats a task. */
export interface Order {
  /** Of one subject, one job runs at a time, and only the newest. */
  readonly subject: string;
  readonly tenant: string;
  /** What a job that this one supersedes is told of it. */
  readonly label: string;
  /** Milliseconds since 1970; undefined: just now. */
  readonly asked: number | undefined;
  /** Whether it gives way to any other task of its subject. */
  readonly yields: boolean;
  /** Whether nothing newer makes it needless: somebody waits for a sign, or said what only this task knows. */
  readonly keep: boolean;
}

/** What a superseded check is told when the reason is no newer commit. */
const CLOSED = 'closed';

/** What a task is about, for whom, and when it was asked for. */
export function orderOf(task: Task): Order {
  const tenant = String(task.installationId);
  const place = `${tenant}/${task.owner}/${task.repo}`;
  const order = (about: string, label: string): Order => ({
    subject: `${place}/${about}`,
    tenant,
    label,
    asked: undefined,
    yields: false,
    keep: false,
  });
  switch (task.kind) {
    case 'review': {
      const asked = task.updatedAt === null ? undefined : Date.parse(task.updatedAt);
      // What looks lost may only take long: it is not begun again in the middle.
      const yields = task.cause === 'reconcile';
      // Who pressed the button stands nowhere else until this review has written it down.
      const keep = task.escalatedBy !== undefined;
      const label = asked === undefined ? 'a newer review' : (task.headSha ?? '');
      return { ...order(String(task.number), label), asked, yields, keep };
    }
    case 'closed':
      return order(String(task.number), CLOSED);
    case 'merge-group':
      return order(`group/${task.headSha}`, task.headSha);
    case 'merge-group-gone':
      return order(`group/${task.headSha}`, CLOSED);
    case 'command':
      return { ...order(`${task.number}/${task.place}/${task.commentId}`, 'the same comment'), keep: true };
    case 'button':
      return order(`${task.number}/button/${task.button}`, 'the same button');
    case 'suite':
      return order(`suite/${task.headSha}`, task.headSha);
    case 'base-moved':
      return order(`base/${task.branch}`, task.branch);
    case 'people-changed':
      return order('people', 'a newer change');
    case 'examine':
      return order('examine', 'a newer look');
  }
}
