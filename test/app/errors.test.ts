import { describe, expect, it } from '@jest/globals';
import { githubProblem, loggable, mayHaveHappened } from '../../src/github/errors.js';

function failure(status: number, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), {
    status,
    request: {
      method: 'POST',
      url: 'https://api.github.com/repos/a/b/issues?token=ghs_x',
      body: 'DROP TABLE t',
      headers: { authorization: 'token ghs_x' },
    },
    response: { headers, data: { content: 'SELECT secret' } },
  });
}

describe('what GitHub answers', () => {
  it.each([
    [401, 'Bad credentials', {}, 'credentials'],
    [403, 'Resource not accessible by integration', {}, 'permission'],
    [403, 'You have exceeded a secondary rate limit', {}, 'rate-limit'],
    [403, 'No', { 'x-ratelimit-remaining': '0' }, 'rate-limit'],
    [429, 'Slow down', {}, 'rate-limit'],
    [404, 'Not Found', {}, 'not-found'],
    [410, 'Gone', {}, 'not-found'],
    [422, 'Unprocessable', {}, 'refused'],
    [502, 'Bad Gateway', {}, 'unavailable'],
  ])('%i %s is a matter of %j %s', (status, message, headers, kind) => {
    expect(githubProblem(failure(status, message, headers))?.kind).toBe(kind);
  });

  it.each([
    [{ message: 'Something went wrong while executing your query.' }, 'unavailable'],
    [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }, 'rate-limit'],
    [{ type: 'NOT_FOUND', message: 'Could not resolve to a node.' }, undefined],
    [null, 'unavailable'],
  ])('GraphQL’s %j in an answer is a matter of %s', (error, kind) => {
    const failed = Object.assign(new Error('Request failed due to following response errors'), {
      name: 'GraphqlResponseError',
      errors: [error],
    });
    expect(githubProblem(failed)?.kind).toBe(kind);
  });

  it('names the permission that is missing', () => {
    const headers = { 'x-accepted-github-permissions': 'checks=write' };
    expect(githubProblem(failure(403, 'no', headers))?.advice).toContain('(checks=write)');
    const forged = { 'x-accepted-github-permissions': '[x](https://evil.example)' };
    expect(githubProblem(failure(403, 'no', forged))?.advice).not.toContain('evil');
  });

  it('is no matter of GitHub when it came from elsewhere', () => {
    expect(githubProblem(new Error('mine'))).toBeUndefined();
    expect(mayHaveHappened(new Error('mine'))).toBe(false);
    expect(mayHaveHappened(failure(500, 'reset'))).toBe(true);
  });

  it('goes to the log without what the request carried', () => {
    const logged = JSON.stringify(loggable(failure(422, 'Unprocessable')));
    expect(logged).toContain('"path":"/repos/a/b/issues"');
    expect(logged).not.toMatch(/ghs_|DROP|SELECT/);
  });
});
