import { describe, expect, it } from '@jest/globals';
import { markerLine, readMarker, type MarkerScope } from '../../src/report/marker.js';

const scope: MarkerScope = { key: 'k'.repeat(32), repository: 'acme/shop', pullRequest: 7 };
const line = markerLine('abc123', scope);

describe('marker', () => {
  it('has the public shape', () => {
    expect(line).toMatch(/^<!-- precheck:v1:abc123:[0-9a-f]{64} -->$/);
  });

  const cases: readonly [string, string, MarkerScope, string | undefined][] = [
    ['its own comment', `text\n${line}`, scope, 'abc123'],
    ['line ends that GitHub changed', `text\r\n${line}\r\n`, scope, 'abc123'],
    ['the repository in other case', `text\n${line}`, { ...scope, repository: 'Acme/Shop' }, 'abc123'],
    ['another pull request', `text\n${line}`, { ...scope, pullRequest: 8 }, undefined],
    ['another repository', `text\n${line}`, { ...scope, repository: 'acme/shop2' }, undefined],
    ['another key', `text\n${line}`, { ...scope, key: 'other' }, undefined],
    ['a marker that is not last', `${line}\ntext`, scope, undefined],
    ['a marker with text around it', `text\nx ${line}`, scope, undefined],
    ['another fingerprint', line.replace('abc123', 'abc124'), scope, undefined],
    ['a short signature', '<!-- precheck:v1:abc123:00 -->', scope, undefined],
    ['a forged signature', `<!-- precheck:v1:abc123:${'0'.repeat(64)} -->`, scope, undefined],
    ['nothing', '', scope, undefined],
  ];
  it.each(cases)('reads %s', (_name, body, reader, expected) => {
    const open = expected === undefined ? undefined : { fingerprint: expected, state: 'open' };
    expect(readMarker(body, reader)).toEqual(open);
  });

  it.each(['suggestion', 'closed'] as const)('signs the state %s too', (state) => {
    const marked = markerLine('abc123', scope, state);
    expect(marked).toMatch(new RegExp(`^<!-- precheck:v1:abc123:${state}:[0-9a-f]{64} -->$`));
    expect(readMarker(marked, scope)).toEqual({ fingerprint: 'abc123', state });
    expect(readMarker(marked.replace(`:${state}`, ''), scope)).toBeUndefined();
    expect(readMarker(line.replace('abc123', `abc123:${state}`), scope)).toBeUndefined();
    expect(readMarker(marked.replace(state, 'other'), scope)).toBeUndefined();
  });

  it('tells number and fingerprint apart', () => {
    const mark = (pullRequest: number, fingerprint: string): string | undefined =>
      /:([0-9a-f]{64}) /.exec(markerLine(fingerprint, { ...scope, pullRequest }))?.[1];
    expect(mark(1, '23')).not.toBe(mark(12, '3'));
  });
});
