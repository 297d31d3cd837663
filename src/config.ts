import { z } from 'zod';
import { accessProblems, accessVariables, HEADER_SAFE, toAccess } from './config-access.ts';
import type { AccessConfig } from './config-access.ts';
import { contentProblems, contentVariables } from './config-content.ts';
import type { ContentConfig } from './config-content.ts';
import { exposureVariables, limitVariables, toLimits } from './config-limits.ts';
import { resilienceVariables } from './config-resilience.ts';
import { secretsProblems, secretsVariables, toSecrets } from './config-secrets.ts';
import type { SecretsConfig } from './config-secrets.ts';
import type { LimitsConfig } from './config-limits.ts';
import { choice, variable, wholeNumber } from './config-variable.ts';
import type { Variable } from './config-variable.ts';
import { toWebhooks, webhookVariables } from './config-webhooks.ts';
import type { WebhooksConfig } from './config-webhooks.ts';
import type { ModelPriceFrom } from './domain/model/model-directory.ts';
import { parseAliases } from './domain/model/configured-aliases.ts';
import { parseConfiguredPrices } from './domain/price/configured-prices.ts';
import { isLoopbackHost, LOOPBACK_HOSTS } from './lib/loopback.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const LOG_FORMATS = ['auto', 'json', 'pretty'] as const;
const READ_PREFERENCES = [
  'primary',
  'primaryPreferred',
  'secondary',
  'secondaryPreferred',
  'nearest',
] as const;
const SQLITE_PREFIX = 'sqlite:';
const STORE_URL = /^(sqlite:.+|mongodb(\+srv)?:\/\/[^\s/]+.*)$/;

const text = z.string();
const headerText = z.string().regex(HEADER_SAFE).optional();

/** Everything that can be set, in the order in which people are told of it. */
export const variables = {
  HOST: variable({
    schema: text.regex(/^[^\s/]+$/),
    default: '127.0.0.1',
    meaning: 'The address to listen on; 0.0.0.0 is every IPv4 address of the machine.',
    accepted: 'an IP address or a host name of this machine',
  }),
  PORT: wholeNumber(4000, 0, 65_535, 'The port to listen on; 0 takes any free one.'),
  STORE_URL: variable({
    schema: text.regex(STORE_URL).transform(toStore),
    default: 'sqlite:./data/tollgate.db',
    meaning: 'Where the data is kept.',
    accepted:
      'sqlite: and the path of a file, or a mongodb:// or mongodb+srv:// URL with the name of a database',
    fromFile: true,
  }),
  ANALYTICS_READ_PREFERENCE: choice(
    READ_PREFERENCES,
    'primary',
    'Which members of a MongoDB replica set answer the queries usage and calls; others than the primary may be a little behind.',
  ),
  REDIS_URL: variable({
    schema: text.regex(/^rediss?:\/\/[^\s/]+\S*$/).optional(),
    default: null,
    meaning:
      'Redis, through which the processes on one store wake each other for new events. Absent or down: each looks four times a second.',
    accepted: 'a redis:// or rediss:// URL',
    fromFile: true,
  }),
  ...accessVariables,
  ...secretsVariables,
  CORS_ORIGINS: variable({
    schema: text
      .transform(splitList)
      .pipe(z.array(z.string().refine(isOrigin)))
      .optional(),
    default: null,
    meaning: 'Web origins besides its own whose pages may call the API, such as https://app.example.com.',
    accepted: 'a comma-separated list of origins: scheme, host and port, without a path',
  }),
  OPENAI_API_KEY: variable({
    schema: headerText,
    default: null,
    meaning:
      'The provider key. Absent, and OPENAI_BASE_URL absent too: the built-in sandbox answers and no money is spent.',
    accepted: 'printable ASCII characters without spaces',
    secret: true,
  }),
  OPENAI_BASE_URL: variable({
    schema: z
      .url({ protocol: /^https?$/ })
      .refine(hasNoCredentials)
      .optional(),
    default: null,
    meaning: "An OpenAI-compatible server to call instead of OpenAI's; many of them need no key.",
    accepted: 'an http:// or https:// URL without user name and password',
  }),
  OPENAI_ORG_ID: variable({
    schema: headerText,
    default: null,
    meaning: 'The OpenAI organization that calls are made for.',
    accepted: 'printable ASCII characters without spaces',
  }),
  DEFAULT_MODEL: variable({
    schema: text.max(200),
    default: 'gpt-4o',
    meaning: 'The model of a call that names none.',
    accepted: 'the name of a model, at most 200 characters',
  }),
  DEFAULT_EMBEDDING_MODEL: variable({
    schema: text.max(200),
    default: 'text-embedding-ada-002',
    meaning: 'The model of an embedding that names none.',
    accepted: 'the name of a model, at most 200 characters',
  }),
  MODEL_ALIASES: variable({
    schema: text
      .transform(parseAliases)
      .pipe(z.custom<ReadonlyMap<string, readonly string[]>>((value) => value instanceof Map))
      .optional(),
    default: null,
    meaning: 'Names that stand for models; of several, the next is asked when one fails.',
    accepted:
      'JSON such as {"fast": "gpt-4o-mini", "smart": ["gpt-4o", "gpt-4.1"]}: up to 10 models each, which are no aliases themselves',
  }),
  TOOLS_MODULE: variable({
    schema: text.optional(),
    default: null,
    meaning: 'A JavaScript module whose default export is the list of tools that Tollgate can run in chats.',
    accepted: 'the path of a .js or .mjs file',
  }),
  MODEL_PRICES: variable({
    schema: text.transform(parseConfiguredPrices).pipe(z.custom<ModelPriceFrom[]>(Array.isArray)).optional(),
    default: null,
    meaning:
      'Prices of models that no price list knows, or that cost you something else, in US dollars per million tokens.',
    accepted:
      'JSON such as {"my-model": {"input": "0.50", "output": "1.50", "cacheRead": "0.05", "cacheWrite": "0.60"}}; the cache rates may be left out, and "effectiveFrom": "2026-01-01T00:00:00Z" added',
  }),
  OPENAI_TIMEOUT_MS: wholeNumber(
    60_000,
    100,
    600_000,
    'Milliseconds after which one upstream request is given up; of a stream, of silence.',
  ),
  ...resilienceVariables,
  CALL_DEADLINE_MS: wholeNumber(
    300_000,
    100,
    3_600_000,
    'Milliseconds that a call may take with all its retries.',
  ),
  HOLD_LEASE_MS: wholeNumber(
    30_000,
    500,
    3_600_000,
    'Milliseconds after the last sign of life when the holds of a dead process are presumed spent.',
  ),
  ...contentVariables,
  EVENT_RETENTION_DAYS: wholeNumber(
    30,
    0,
    36_500,
    'Days after which events are deleted from the log; 0 keeps them all.',
  ),
  SHUTDOWN_GRACE_MS: wholeNumber(
    10_000,
    0,
    600_000,
    'Milliseconds that running calls get to finish when the server is stopped.',
  ),
  ...webhookVariables,
  SUBSCRIBER_QUEUE_MAX: wholeNumber(
    1000,
    1,
    100_000,
    'Events that may wait in memory for one subscriber; one that is further behind reads the log.',
  ),
  SUBSCRIBER_STALL_MS: wholeNumber(
    5000,
    100,
    600_000,
    'Milliseconds after which a subscriber ends for whom more than that waits and who takes nothing.',
  ),
  ...limitVariables,
  ...exposureVariables,
  SANDBOX_PORT: wholeNumber(0, 0, 65_535, 'The loopback port of the built-in sandbox; 0 takes any free one.'),
  LOG_LEVEL: choice(LOG_LEVELS, 'info', 'The least important log lines that are written.'),
  LOG_FORMAT: choice(LOG_FORMATS, 'auto', 'auto is pretty on a terminal and json everywhere else.'),
} satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;
export const variableNames = Object.keys(variables) as VariableName[];
/** Those whose value can be in a file, which the variable of that name with `_FILE` at its end names. */
export const fileVariableNames = variableNames.filter((name) => {
  const { secret, fromFile }: Variable = variables[name];
  return secret === true || fromFile === true;
});

type Shape = { [Name in VariableName]: (typeof variables)[Name]['schema'] };
const environmentSchema = z.object(
  Object.fromEntries(variableNames.map((name) => [name, variables[name].schema])) as unknown as Shape,
);

/** Where the data is kept: a file, or a MongoDB database, whose URL can hold a password. */
export type StoreConfig = { kind: 'sqlite'; path: string } | { kind: 'mongodb'; url: string };

/** The settings of one process. Times are milliseconds, sizes bytes; what is off is null. */
export interface Config {
  server: {
    host: string;
    port: number;
    proxyHops: number;
    corsOrigins: readonly string[];
    shutdownGraceMs: number;
  };
  store: StoreConfig;
  access: AccessConfig;
  secrets: SecretsConfig;
  openai: { apiKey: string | null; baseUrl: string | null; organization: string | null; timeoutMs: number };
  calls: {
    defaultModel: string;
    defaultEmbeddingModel: string;
    /** Names that stand for models, in order. */
    aliases: ReadonlyMap<string, readonly string[]>;
    /** Path of the module that has the tools. */
    toolsModule: string | null;
    maxRetries: number;
    retryInitialBackoffMs: number;
    deadlineMs: number;
    holdLeaseMs: number;
    /** Retries that each call adds to what the process may use. */
    retryBudgetShare: number;
  };
  /** Null when it is off. */
  circuitBreaker: { failuresMax: number; coolDownMs: number } | null;
  /** At each provider: requests that run, and calls that wait. */
  upstream: { runningMax: number; waitingMax: number };
  /** Where reports are read; of MongoDB only. */
  analytics: { readPreference: (typeof READ_PREFERENCES)[number] };
  /** 0 days keeps all. */
  /** Null without one. */
  redisUrl: string | null;
  webhooks: WebhooksConfig;
  events: { retentionDays: number; subscriberQueueMax: number; subscriberStallMs: number };
  limits: LimitsConfig;
  /** What of the schema and its tools is open; `persistedOperations` is the path of a manifest. */
  exposure: { introspection: boolean; graphiql: boolean; persistedOperations: string | null };
  content: ContentConfig;
  prices: readonly ModelPriceFrom[];
  /** Whether the built-in sandbox stands in for a provider, and its port. */
  sandbox: { enabled: boolean; port: number };
  log: { level: (typeof LOG_LEVELS)[number]; format: (typeof LOG_FORMATS)[number] };
}

/** The configuration cannot be used. `problems` has one line for each thing that is wrong; none of them shows a secret. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * The settings that an environment gives; a variable that is empty counts as absent. Throws ConfigError with every
 * problem at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const values = Object.fromEntries(variableNames.map((name) => [name, valueOf(env, name)]));
  const parsed = environmentSchema.safeParse(values);
  const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0] as VariableName));
  const problems = variableNames
    .filter((name) => wrong.has(name))
    .map((name) => problemOf(name, values[name] ?? ''));
  problems.push(...accessProblems(values), ...secretsProblems(values));
  if (parsed.success) problems.push(...contentProblems(parsed.data));
  const { TOLLGATE_OPEN: open, HOST: host = '' } = values;
  if (open === 'true' && !wrong.has('HOST') && !isLoopbackHost(host)) {
    problems.push(
      `TOLLGATE_OPEN is true while HOST is "${host}"; without a key, HOST must be one of ${LOOPBACK_HOSTS.join(', ')}.`,
    );
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

function toConfig(env: z.output<typeof environmentSchema>): Config {
  const apiKey = env.OPENAI_API_KEY ?? null;
  const baseUrl = env.OPENAI_BASE_URL ?? null;
  return {
    server: {
      host: env.HOST,
      port: env.PORT,
      proxyHops: env.TRUSTED_PROXY_HOPS,
      corsOrigins: env.CORS_ORIGINS ?? [],
      shutdownGraceMs: env.SHUTDOWN_GRACE_MS,
    },
    store: env.STORE_URL,
    access: toAccess(env),
    secrets: toSecrets(env),
    openai: { apiKey, baseUrl, organization: env.OPENAI_ORG_ID ?? null, timeoutMs: env.OPENAI_TIMEOUT_MS },
    calls: {
      defaultModel: env.DEFAULT_MODEL,
      defaultEmbeddingModel: env.DEFAULT_EMBEDDING_MODEL,
      aliases: env.MODEL_ALIASES ?? new Map<string, readonly string[]>(),
      toolsModule: env.TOOLS_MODULE ?? null,
      maxRetries: env.MAX_RETRIES,
      retryInitialBackoffMs: env.RETRY_INITIAL_BACKOFF_MS,
      deadlineMs: env.CALL_DEADLINE_MS,
      holdLeaseMs: env.HOLD_LEASE_MS,
      retryBudgetShare: env.RETRY_BUDGET,
    },
    circuitBreaker: env.CIRCUIT_BREAKER
      ? { failuresMax: env.CIRCUIT_FAILURES, coolDownMs: env.CIRCUIT_COOL_DOWN_MS }
      : null,
    upstream: { runningMax: env.UPSTREAM_CONCURRENCY, waitingMax: env.UPSTREAM_QUEUE },
    prices: env.MODEL_PRICES ?? [],
    analytics: { readPreference: env.ANALYTICS_READ_PREFERENCE },
    redisUrl: env.REDIS_URL ?? null,
    webhooks: toWebhooks(env),
    events: {
      retentionDays: env.EVENT_RETENTION_DAYS,
      subscriberQueueMax: env.SUBSCRIBER_QUEUE_MAX,
      subscriberStallMs: env.SUBSCRIBER_STALL_MS,
    },
    limits: toLimits(env),
    exposure: {
      introspection: env.INTROSPECTION,
      graphiql: env.GRAPHIQL,
      persistedOperations: env.PERSISTED_OPERATIONS ?? null,
    },
    content: {
      policy: env.STORE_CONTENT,
      retentionDays: env.CONTENT_RETENTION_DAYS,
      answerKeptHours: env.ANSWER_KEPT_HOURS,
    },
    sandbox: { enabled: apiKey === null && baseUrl === null, port: env.SANDBOX_PORT },
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT },
  };
}

function valueOf(env: Record<string, string | undefined>, name: VariableName): string | undefined {
  return env[name]?.trim() || (variables[name].default ?? undefined);
}

function problemOf(name: VariableName, value: string): string {
  const { accepted }: Variable = variables[name];
  return `${name} is ${shown(name, value)}. Accepted: ${accepted}.`;
}

/** The value for a message: of a secret only the length, of an address not the user and password. */
function shown(name: VariableName, value: string): string {
  const { secret }: Variable = variables[name];
  if (secret) return `set (${value.length} characters)`;
  const clean = value.replace(/:.*@/g, ':…@');
  return JSON.stringify(clean.length > 100 ? `${clean.slice(0, 100)}…` : clean);
}

function toStore(url: string): StoreConfig {
  return url.startsWith(SQLITE_PREFIX)
    ? { kind: 'sqlite', path: url.slice(SQLITE_PREFIX.length) }
    : { kind: 'mongodb', url };
}

function splitList(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function isOrigin(origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).origin === origin && origin !== 'null';
}

function hasNoCredentials(url: string): boolean {
  // a text that is no URL has a problem of its own
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}
