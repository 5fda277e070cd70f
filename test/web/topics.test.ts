import { expect, it } from '@jest/globals';
import { registry } from '../../rules/index.js';
import { byTopic } from '../../src/web/topics.js';

it('every rule has one topic, and gaps have theirs', () => {
  const topics = byTopic(registry, ({ subject }) => subject === 'gap');
  expect(topics.flatMap(({ entries }) => entries.map(({ id }) => id)).sort()).toEqual(
    registry.map(({ id }) => id).sort(),
  );
  const gaps = registry.filter(({ subject }) => subject === 'gap');
  expect(topics.at(-1)?.entries).toEqual(gaps);
});

it('a rule without a topic is named', () => {
  expect(() => byTopic([{ id: 'spaceship-lost' }], () => false)).toThrow(
    'The rule spaceship-lost belongs to no topic',
  );
});
