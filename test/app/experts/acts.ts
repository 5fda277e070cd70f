import type { Role } from '../../github/account.js';
import type { Files } from '../../github/repository.js';
import type { Stage } from './stage.js';

/** Something that happens in a scenario. */
export interface Act {
  readonly what: string;
  readonly on: (stage: Stage) => Promise<void>;
}

function act(what: string, on: (stage: Stage) => Promise<unknown>): Act {
  return {
    what,
    on: async (stage) => {
      await on(stage);
    },
  };
}

interface Opening {
  readonly draft?: boolean;
  /** Who opens it; default octocat. */
  readonly author?: string;
  readonly fork?: string;
  /** Login of who makes the commit; default ada. */
  readonly committer?: string;
}

export const opens = (files: Files, how: Opening = {}): Act =>
  act('opens', async (stage) => {
    const { committer, ...opening } = how;
    const branch = `change-${String(stage.number + 1)}`;
    await stage.built.commit({
      message: 'change',
      files: stage.here(files),
      branch,
      ...(committer !== undefined && { author: person(committer) }),
    });
    stage.number += 1;
    await stage.repository.openPullRequest({ base: 'main', head: branch, ...opening });
  });

/** A commit on top; `from`: in place of what was there, as a force-push does. */
export const pushes = (files: Files, how: { readonly committer?: string } = {}): Act =>
  act('pushes', async (stage) => {
    const { committer } = how;
    await stage.built.commit({
      message: 'another change',
      files: stage.here(files),
      branch: branchOf(stage),
      ...(committer !== undefined && { author: person(committer) }),
    });
    await moved(stage);
  });

/** One other commit in place of all that the pull request had. */
export const forcePushes = (files: Files): Act =>
  act('force-pushes', async (stage) => {
    const from = stage.repository.pullRequest(stage.number).base.sha;
    await stage.built.commit({
      message: 'the change anew',
      files: stage.here(files),
      branch: branchOf(stage),
      from,
    });
    await moved(stage);
  });

/** The base moves on, and the pull request's one commit is made again on top of it. */
export const rebases = (base: Files, files: Files): Act =>
  act('rebases', async (stage) => {
    const from = await stage.built.commit({ message: 'the base moves', files: stage.here(base) });
    await stage.built.commit({ message: 'change', files: stage.here(files), branch: branchOf(stage), from });
    await moved(stage);
  });

export const approves = (login: string): Act =>
  act(`${login} approves`, ({ repository, number }) =>
    repository.review(number, { author: login, event: 'APPROVE' }),
  );

export const asksForChanges = (login: string): Act =>
  act(`${login} asks for changes`, ({ repository, number }) =>
    repository.review(number, { author: login, event: 'REQUEST_CHANGES', body: 'Not like this.' }),
  );

export const comments = (login: string): Act =>
  act(`${login} reviews with a comment`, ({ repository, number }) =>
    repository.review(number, { author: login, event: 'COMMENT', body: 'Looks fine.' }),
  );

export const dismisses = (login: string): Act =>
  act(`the review of ${login} is dismissed`, ({ repository, number }) =>
    repository.dismissReview(number, latestReviewOf(repository.reviews(number), login)),
  );

export const editsReview = (login: string): Act =>
  act(`${login} edits the review`, ({ repository, number }) =>
    repository.editReview(number, latestReviewOf(repository.reviews(number), login), 'In other words.'),
  );

export const says = (login: string, body: string): Act =>
  act(`${login}: ${body}`, ({ repository, number }) => repository.comment(number, { author: login, body }));

export const presses = (login: string, button: string): Act =>
  act(`${login} presses ${button}`, async (stage) => {
    const run = stage.check();
    if (run === undefined) throw new Error('no check to press a button of');
    await stage.repository.pressButton(run, button, login);
  });

export const becomesReady = (): Act =>
  act('ready for review', ({ repository, number }) => repository.readyForReview(number));

export const becomesDraft = (): Act =>
  act('draft again', ({ repository, number }) => repository.convertToDraft(number));

export const joins = (team: string, login: string): Act =>
  act(`${login} joins ${team}`, ({ app, organisation }) =>
    app.github.organisation(organisation).addMember(team, login),
  );

export const leaves = (team: string, login: string): Act =>
  act(`${login} leaves ${team}`, ({ app, organisation }) =>
    app.github.organisation(organisation).removeMember(team, login),
  );

export const access = (team: string, role: Role | undefined): Act =>
  act(`${team} gets ${role ?? 'no access'}`, ({ app, organisation, repository }) =>
    app.github.organisation(organisation).setAccess(team, repository.fullName, role),
  );

export const isDeleted = (team: string): Act =>
  act(`${team} is deleted`, ({ app, organisation }) =>
    app.github.organisation(organisation).deleteTeam(team),
  );

/** From now on, GitHub refuses the App to look at the organisation's teams. */
export const hidesTeams = (): Act =>
  act('the App may not see teams', ({ app, organisation }) => {
    const start = `/orgs/${organisation}/teams/`;
    const body = { message: 'Resource not accessible by integration' };
    app.github.setFaults(({ path }) => (path.startsWith(start) ? { status: 403, body } : undefined));
    return Promise.resolve();
  });

export const autoAssigns = (team: string, ...users: readonly string[]): Act =>
  act(`GitHub assigns ${users.join(', ')} for ${team}`, ({ repository, number }) =>
    repository.autoAssign(number, team, users),
  );

export const withdraws = (team: string): Act =>
  act(`the request to ${team} is withdrawn`, ({ repository, number }) =>
    repository.withdrawReviews(number, { teams: [team] }),
  );

/** The pull requests are tried together by the merge queue; its check is looked at from here on. */
export const queues = (...numbers: readonly number[]): Act =>
  act('queued', async (stage) => {
    const group = await stage.repository.queue.add(...(numbers.length === 0 ? [stage.number] : numbers));
    stage.watched = group.headSha;
  });

/** The acts that follow are about this pull request. */
export const at = (number: number, { what, on }: Act): Act =>
  act(`#${String(number)}: ${what}`, async (stage) => {
    stage.number = number;
    await on(stage);
  });

async function moved(stage: Stage): Promise<void> {
  await stage.repository.synchronize(stage.number);
}

function branchOf({ repository, number }: Stage): string {
  return repository.pullRequest(number).head.ref;
}

function person(login: string) {
  return { name: login, email: `${login}@users.noreply.example` };
}

function latestReviewOf(
  reviews: readonly { readonly id: number; readonly author: { readonly login: string } }[],
  login: string,
): number {
  const found = reviews.findLast(({ author }) => author.login === login);
  if (found === undefined) throw new Error(`${login} gave no review`);
  return found.id;
}
