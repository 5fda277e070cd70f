import { expect, it } from '@jest/globals';

import { isLostConnection } from '../../src/jobs/redis/connection.js';

it.each([
  'read ECONNRESET',
  'write EPIPE',
  'connect ECONNREFUSED 127.0.0.1:6379',
  'connect ETIMEDOUT',
  'getaddrinfo ENOTFOUND redis.internal',
  'Connection is closed.',
  "Stream isn't writeable and enableOfflineQueue options is false",
  'Reached the max retries per request limit (which is 0). Refer to "maxRetriesPerRequest" option for details.',
  'Command timed out',
])('takes "%s" for a lost connection', (message) => {
  expect(isLostConnection(new Error(message))).toBe(true);
});

it.each([
  "OOM command not allowed when used memory > 'maxmemory'.",
  "READONLY You can't write against a read only replica.",
  'WRONGPASS invalid username-password pair or user is disabled.',
  'The lane of a/b#1 is no JSON',
])('does not take "%s" for one', (message) => {
  expect(isLostConnection(new Error(message))).toBe(false);
});
