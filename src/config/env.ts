import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';

/** What the server needs to know before it starts, read from the process environment. */
export interface ServerSettings {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** The one that `webhookSecret` replaces: still good for webhooks, and for the comments signed under it. */
  readonly previousWebhookSecret?: string | undefined;
  readonly port: number;
  /** Address to listen on; undefined: every one. */
  readonly host: string | undefined;
  /** Where people reach this server, without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Without a slash at its end. */
  readonly githubApiUrl: string;
  readonly logLevel: LogLevel;
  /** The Redis that several processes share their queue in; undefined: one process keeps it in its memory. */
  readonly redisUrl: string | undefined;
  /** The repository whose configuration no other may loosen; undefined: each is its own master. */
  readonly orgConfig?: { readonly owner: string; readonly repo: string } | undefined;
}

/** How much is logged; "silent" nothing. */
export type LogLevel = (typeof logLevels)[number];

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** The environment cannot be used. `problems` has one sentence per variable, each with its remedy. */
export class UnusableEnvironment extends Error {
  override readonly name = 'UnusableEnvironment';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

const SECRET_MIN = 16;

const secretRemedy = `give the secret of the App's webhook, ${SECRET_MIN} characters or more (openssl rand -hex 32)`;
const webAddress = (remedy: string) =>
  z.url({ protocol: /^https?$/, error: remedy }).transform((url) => url.replace(/\/+$/, ''));

const variables = z.object({
  APP_ID: z
    .string({ error: "is missing: give the App's number, shown on its settings page" })
    .regex(/^[1-9]\d{0,15}$/, "must be the App's number, shown on its settings page")
    .transform(Number),
  WEBHOOK_SECRET: z
    .string({ error: `is missing and has no default: ${secretRemedy}` })
    .min(SECRET_MIN, `is too short: ${secretRemedy}`),
  WEBHOOK_SECRET_PREVIOUS: z
    .string()
    .min(
      SECRET_MIN,
      `is too short: give the secret that WEBHOOK_SECRET replaced, ${SECRET_MIN} characters or more`,
    )
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a number from 0 to 65535')
    .default(3000),
  HOST: z.string().optional(),
  PUBLIC_URL: webAddress('must be the http or https address under which people reach this server').optional(),
  GITHUB_API_URL: webAddress(
    'must be the http or https address of the API, for GitHub Enterprise Server https://HOST/api/v3',
  ).default('https://api.github.com'),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      error:
        'must be the address of a Redis, redis://[:PASSWORD@]HOST[:PORT][/DATABASE], with TLS rediss://…',
    })
    .optional(),
  PRECHECK_ORG_CONFIG: z
    .string()
    .regex(
      /^[\w.-]{1,100}\/[\w.-]{1,100}$/,
      'must be the owner/repo whose .github/precheck.yml is the least that every repository keeps to',
    )
    .transform((text) => {
      const [owner = '', repo = ''] = text.split('/');
      return { owner, repo };
    })
    .optional(),
});

/**
 * Reads the variables listed in docs/app.md. Empty ones count as missing.
 * @param readFile reads the file that PRIVATE_KEY_PATH names
 * @throws UnusableEnvironment with everything that is wrong, at once
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): ServerSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const read = variables.safeParse(given);
  const key = readPrivateKey(given, readFile);
  const problems = [
    ...(read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}.`) ?? []),
    ...('problem' in key ? [key.problem] : []),
  ];
  if (!read.success || 'problem' in key) throw new UnusableEnvironment(problems);
  const { data } = read;
  return {
    appId: data.APP_ID,
    privateKey: key.pem,
    webhookSecret: data.WEBHOOK_SECRET,
    previousWebhookSecret: data.WEBHOOK_SECRET_PREVIOUS,
    port: data.PORT,
    host: data.HOST,
    publicUrl: data.PUBLIC_URL,
    githubApiUrl: data.GITHUB_API_URL,
    logLevel: data.LOG_LEVEL,
    orgConfig: data.PRECHECK_ORG_CONFIG,
    redisUrl: data.REDIS_URL,
  };
}

type PrivateKey = { readonly pem: string } | { readonly problem: string };

function readPrivateKey(
  given: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): PrivateKey {
  const { PRIVATE_KEY: inline, PRIVATE_KEY_PATH: path } = given;
  if (inline !== undefined && path !== undefined) {
    return { problem: 'PRIVATE_KEY and PRIVATE_KEY_PATH are both set: unset one.' };
  }
  if (inline !== undefined) return checked('PRIVATE_KEY', inline);
  if (path === undefined) {
    return {
      problem:
        "PRIVATE_KEY is missing: give the App's private key, as PEM or in base64, or its file in PRIVATE_KEY_PATH.",
    };
  }
  try {
    return checked('PRIVATE_KEY_PATH', readFile(path));
  } catch {
    return { problem: `PRIVATE_KEY_PATH names a file that cannot be read: ${path}.` };
  }
}

function checked(variable: string, text: string): PrivateKey {
  const pem = unwrapped(text);
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return { pem };
  } catch {
    // Said below: the reason that the crypto library gives may quote the key.
  }
  return {
    problem: `${variable} does not hold an RSA private key: take the .pem file that GitHub gave, whole.`,
  };
}

/** PEM from what environments make of it: `\n` written out, or the whole in base64. */
function unwrapped(text: string): string {
  const plain = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  return `${plain.replaceAll('\\n', '\n').trim()}\n`;
}
