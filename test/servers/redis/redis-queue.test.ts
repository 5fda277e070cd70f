import { afterAll, it } from '@jest/globals';

import { connectRedisQueue } from '../../../src/jobs/redis/redis-queue.js';
import { describeQueue } from '../../jobs/describe-queue.js';
import { startRedis } from '../start/redis.js';

const redis = await startRedis();

afterAll(async () => {
  await redis?.stop();
});

if (redis) {
  describeQueue(`on Redis ${redis.version}`, async (options) => {
    await redis.client.flushall();
    return connectRedisQueue(redis.url, options);
  });
} else {
  it('the queue on Redis: left out, the reason is printed above', () => undefined);
}
