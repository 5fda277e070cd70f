import { afterAll, beforeEach, it } from '@jest/globals';

import { describeWaiting } from '../../app/describe-waiting.js';
import { startRedis } from '../start/redis.js';

const redis = await startRedis();

beforeEach(() => redis?.client.flushall());
afterAll(() => redis?.stop());

if (redis) describeWaiting(`on Redis ${redis.version}`, redis.url);
else it('waiting on Redis: left out, the reason is printed above', () => undefined);
