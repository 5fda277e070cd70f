import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment, UnusableEnvironment } from '../../src/config/env.js';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const whole = { APP_ID: '7', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'a-secret-of-enough-length' };
const noFile = (): string => {
  throw new Error('ENOENT');
};

function problems(environment: Record<string, string>): readonly string[] {
  try {
    readEnvironment(environment, noFile);
  } catch (error) {
    if (error instanceof UnusableEnvironment) return error.problems;
    throw error;
  }
  return [];
}

describe('the environment', () => {
  it('has defaults for all but the App’s identity', () => {
    expect(readEnvironment(whole, noFile)).toEqual({
      appId: 7,
      privateKey: pem,
      webhookSecret: whole.WEBHOOK_SECRET,
      port: 3000,
      host: undefined,
      publicUrl: undefined,
      githubApiUrl: 'https://api.github.com',
      logLevel: 'info',
      redisUrl: undefined,
    });
  });

  it.each([
    ['with \\n written out', pem.replaceAll('\n', '\\n')],
    ['in base64', Buffer.from(pem).toString('base64')],
  ])('takes the key %s', (_, PRIVATE_KEY) => {
    expect(readEnvironment({ ...whole, PRIVATE_KEY }, noFile).privateKey).toBe(pem);
  });

  it('takes the key from a file', () => {
    const { PRIVATE_KEY: _, ...rest } = whole;
    expect(readEnvironment({ ...rest, PRIVATE_KEY_PATH: 'key.pem' }, () => pem).privateKey).toBe(pem);
  });

  it('drops the slash at the end of addresses', () => {
    const settings = readEnvironment(
      { ...whole, PUBLIC_URL: 'https://pre.example/', GITHUB_API_URL: 'https://ghes.example/api/v3/' },
      noFile,
    );
    expect(settings.publicUrl).toBe('https://pre.example');
    expect(settings.githubApiUrl).toBe('https://ghes.example/api/v3');
  });

  it('says everything that is missing at once, with the remedy', () => {
    expect(problems({ APP_ID: '' })).toEqual([
      expect.stringMatching(/^APP_ID is missing: give the App's number/),
      expect.stringMatching(/^WEBHOOK_SECRET is missing and has no default: .*openssl rand/),
      expect.stringMatching(/^PRIVATE_KEY is missing: .*PRIVATE_KEY_PATH/),
    ]);
  });

  it.each([
    [{ WEBHOOK_SECRET: 'development' }, /^WEBHOOK_SECRET is too short/],
    [{ APP_ID: 'Iv1.abc' }, /^APP_ID must be the App's number/],
    [{ PORT: '70000' }, /^PORT must be a number from 0 to 65535/],
    [{ PUBLIC_URL: 'ftp://x' }, /^PUBLIC_URL must be the http or https address/],
    [{ GITHUB_API_URL: 'ghes' }, /^GITHUB_API_URL must be the http/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of trace, debug/],
    [{ REDIS_URL: 'http://:hunter2@x' }, /^REDIS_URL must be the address of a Redis, (?!.*hunter)/],
    [{ PRECHECK_ORG_CONFIG: 'https://github.com/a/b' }, /^PRECHECK_ORG_CONFIG must be the owner\/repo/],
    [{ PRIVATE_KEY: 'not a key' }, /^PRIVATE_KEY does not hold an RSA private key/],
    [{ PRIVATE_KEY_PATH: 'x' }, /both set/],
  ])('refuses %j', (change, sentence) => {
    expect(problems({ ...whole, ...change })).toEqual([expect.stringMatching(sentence)]);
  });

  it('never repeats a secret', () => {
    const said = problems({ ...whole, WEBHOOK_SECRET: 'hunter2', PRIVATE_KEY: 'hunter3' }).join();
    expect(said).not.toMatch(/hunter/);
  });
});
