import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flagOf, formatHelp, formatMarkdownTable, parseFlags } from '../src/config-help.ts';
import { ConfigError, loadConfig, variableNames, variables } from '../src/config.ts';
import { root } from './support/source-file.ts';

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  test('of an empty environment is the defaults, with the sandbox', () => {
    expect(loadConfig({})).toEqual({
      server: { host: '127.0.0.1', port: 4000, proxyHops: 0, corsOrigins: [], shutdownGraceMs: 10_000 },
      store: { kind: 'sqlite', path: './data/tollgate.db' },
      access: { open: false, adminKey: null, keySecret: null, failuresPerMinute: 30, tokens: null },
      secrets: { keys: null, allowPrivateProviders: false },
      openai: { apiKey: null, baseUrl: null, organization: null, timeoutMs: 60_000 },
      calls: {
        defaultModel: 'gpt-4o',
        defaultEmbeddingModel: 'text-embedding-ada-002',
        aliases: new Map(),
        toolsModule: null,
        maxRetries: 3,
        retryInitialBackoffMs: 1000,
        deadlineMs: 300_000,
        holdLeaseMs: 30_000,
        retryBudgetShare: 0.1,
      },
      circuitBreaker: { failuresMax: 10, coolDownMs: 2_000 },
      upstream: { runningMax: 256, waitingMax: 1_024 },
      prices: [],
      analytics: { readPreference: 'primary' },
      redisUrl: null,
      webhooks: { allowPrivate: false, timeoutMs: 10_000, attemptsMax: 10, initialBackoffMs: 5000 },
      content: { policy: 'full', retentionDays: 30, answerKeptHours: 24 },
      events: { retentionDays: 30, subscriberQueueMax: 1000, subscriberStallMs: 5000 },
      limits: {
        maxBodyBytes: 10_485_760,
        maxPromptBytes: 1_048_576,
        document: {
          maxCharacters: 262_144,
          maxTokens: 10_000,
          maxDepth: 20,
          maxAliases: 200,
          maxRootFields: 50,
          maxDirectives: 100,
          maxFragments: 200,
          maxCost: 100_000,
        },
        json: { maxDepth: 64, maxValues: 100_000 },
        maxSubscriptionsPerKey: 1_000,
        maxExportsPerKey: 4,
        maxSocketsPerAddress: 1_000,
        requestTimeoutMs: 120_000,
      },
      exposure: { introspection: true, graphiql: true, persistedOperations: null },
      sandbox: { enabled: true, port: 0 },
      log: { level: 'info', format: 'auto' },
    });
  });

  test('keeps answers for repeats for a day at least, and no longer than contents', () => {
    expect(() => loadConfig({ ANSWER_KEPT_HOURS: '23' })).toThrow('ANSWER_KEPT_HOURS');
    expect(() => loadConfig({ ANSWER_KEPT_HOURS: '49', CONTENT_RETENTION_DAYS: '2' })).toThrow(
      'ANSWER_KEPT_HOURS is 49 while CONTENT_RETENTION_DAYS is 2; it must be at most 48.',
    );
    const { content } = loadConfig({ ANSWER_KEPT_HOURS: '48', CONTENT_RETENTION_DAYS: '2' });
    expect(content).toMatchObject({ answerKeptHours: 48, retentionDays: 2 });
  });

  test('takes every variable', () => {
    const config = loadConfig({
      HOST: '0.0.0.0',
      PORT: '0',
      STORE_URL: 'sqlite:/var/lib/tollgate.db',
      TOLLGATE_ADMIN_KEY: 'sixteen-letters!',
      CORS_ORIGINS: 'https://app.example, http://localhost:5173',
      OPENAI_API_KEY: 'sk-1',
      OPENAI_BASE_URL: 'http://127.0.0.1:9000/v1',
      OPENAI_ORG_ID: 'org-1',
      MAX_RETRIES: '0',
      LOG_LEVEL: 'silent',
      LOG_FORMAT: 'pretty',
    });
    expect(config.server).toMatchObject({
      host: '0.0.0.0',
      port: 0,
      corsOrigins: ['https://app.example', 'http://localhost:5173'],
    });
    expect(config.store).toEqual({ kind: 'sqlite', path: '/var/lib/tollgate.db' });
    expect(config.access.adminKey).toBe('sixteen-letters!');
    expect(config.openai).toMatchObject({
      apiKey: 'sk-1',
      baseUrl: 'http://127.0.0.1:9000/v1',
      organization: 'org-1',
    });
    expect(config.sandbox.enabled).toBe(false);
    expect(config.calls.maxRetries).toBe(0);
    expect(config.log).toEqual({ level: 'silent', format: 'pretty' });
  });

  test('takes empty and blank variables for absent ones', () => {
    const blank = Object.fromEntries(variableNames.map((name, index) => [name, index % 2 === 0 ? '' : '  ']));
    expect(loadConfig(blank)).toEqual(loadConfig({}));
  });

  test('needs no provider key for a server of one’s own', () => {
    expect(loadConfig({ OPENAI_BASE_URL: 'http://localhost:11434/v1' })).toMatchObject({
      sandbox: { enabled: false },
      openai: { apiKey: null },
    });
  });

  test('can do without the circuit breaker, a queue and a bound on retries', () => {
    expect(
      loadConfig({ CIRCUIT_BREAKER: 'false', CIRCUIT_FAILURES: '5', UPSTREAM_QUEUE: '0', RETRY_BUDGET: '3' }),
    ).toMatchObject({
      circuitBreaker: null,
      upstream: { waitingMax: 0 },
      calls: { retryBudgetShare: 3 },
    });
  });

  test.each(['-0.1', '.5', '11', '10.1', '1e1', '0,1', '10%', 'NaN'])(
    'takes no retry budget of %s',
    (share) => {
      expect(problemsOf(() => loadConfig({ RETRY_BUDGET: share }))).toEqual([
        `RETRY_BUDGET is "${share}". Accepted: a number from 0 to 10.`,
      ]);
    },
  );

  test('reports every problem at once: the name, what it got, what is accepted', () => {
    const problems = problemsOf(() =>
      loadConfig({
        PORT: '99999',
        MAX_RETRIES: '-1',
        OPENAI_TIMEOUT_MS: '1e3',
        LOG_LEVEL: 'loud',
        DEFAULT_MODEL: 'x'.repeat(201),
      }),
    );
    expect(problems).toEqual([
      'PORT is "99999". Accepted: a whole number from 0 to 65535.',
      expect.stringMatching(
        /^DEFAULT_MODEL is "x+…"\. Accepted: the name of a model, at most 200 characters\.$/,
      ) as string,
      'OPENAI_TIMEOUT_MS is "1e3". Accepted: a whole number from 100 to 600000.',
      'MAX_RETRIES is "-1". Accepted: a whole number from 0 to 10.',
      'LOG_LEVEL is "loud". Accepted: one of fatal, error, warn, info, debug, trace, silent.',
    ]);
  });

  test.each([
    { TOLLGATE_ADMIN_KEY: 'canary-too' },
    { TOLLGATE_ADMIN_KEY: 'a canary with spaces in it' },
    { OPENAI_API_KEY: 'sk-canary\nnext line' },
    { OPENAI_BASE_URL: 'https://user:canary@upstream.example/v1' },
    { OPENAI_BASE_URL: 'ftp://user:canary@upstream.example/v1' },
    { STORE_URL: 'mongodb:user:canary@db.example/tollgate' },
    { STORE_URL: 'postgres://user:canary@db.example/tollgate' },
  ])('shows no secret when it refuses %o', (env) => {
    const problems = problemsOf(() => loadConfig(env));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(Object.keys(env)[0]);
    expect(problems[0]).not.toContain('canary');
  });

  test.each([
    'mongodb://user:password@db.example/tollgate',
    'mongodb+srv://cluster.example/tollgate?w=majority',
  ])('takes a MongoDB database as its store: %s', (url) => {
    expect(loadConfig({ STORE_URL: url }).store).toEqual({ kind: 'mongodb', url });
  });

  test.each(['127.0.0.1', '::1', 'localhost'])('may be open on %s', (HOST) => {
    expect(loadConfig({ HOST, TOLLGATE_OPEN: 'true' }).access.open).toBe(true);
  });

  test.each(['0.0.0.0', '::', '192.168.1.5', 'localhost.example'])('may not be open on %s', (HOST) => {
    expect(problemsOf(() => loadConfig({ HOST, TOLLGATE_OPEN: 'true' }))).toEqual([
      expect.stringContaining(`HOST is "${HOST}"`),
    ]);
    // said together with what else is wrong
    expect(problemsOf(() => loadConfig({ HOST, TOLLGATE_OPEN: 'true', PORT: 'x' }))).toHaveLength(2);
  });

  test.each(['https://app.example/', 'app.example', 'null', '*', 'https://a.example,b'])(
    'takes no CORS origin %s',
    (CORS_ORIGINS) => {
      expect(problemsOf(() => loadConfig({ CORS_ORIGINS }))).toHaveLength(1);
    },
  );

  test('never fails with anything but a list of problems', () => {
    const environment = fc.dictionary(fc.constantFrom(...variableNames), fc.string(), {
      maxKeys: variableNames.length,
    });
    fc.assert(
      fc.property(environment, (env) => {
        const problems = problemsOf(() => loadConfig(env));
        const named = problems.map((problem) => problem.split(' ', 1)[0] as never);
        expect(named.every((name) => variableNames.includes(name))).toBe(true);
      }),
    );
  });
});

describe('the keys that seal secrets', () => {
  const bytes = Buffer.alloc(32, 0xa7);

  test.each([bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')])(
    'are taken as %s',
    (text) => {
      expect(loadConfig({ SECRETS_KEY: text }).secrets.keys).toEqual([bytes]);
    },
  );

  test('are the newest and those before it', () => {
    const [older, oldest] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const previous = `${older.toString('hex')}, ${oldest.toString('base64')}`;
    const { keys } = loadConfig({
      SECRETS_KEY: bytes.toString('hex'),
      SECRETS_KEY_PREVIOUS: previous,
    }).secrets;
    expect(keys).toEqual([bytes, older, oldest]);
  });

  test.each([
    bytes.toString('hex').slice(2),
    bytes.toString('base64').slice(4),
    'a passphrase that is long enough for it',
    `${'é'.repeat(43)}=`,
  ])('are not %s', (text) => {
    const [problem, ...others] = problemsOf(() => loadConfig({ SECRETS_KEY: text }));
    expect(others).toEqual([]);
    expect(problem).toMatch(/^SECRETS_KEY is set \(\d+ characters\)\. Accepted: 32 bytes/);
    expect(problem).not.toContain(text);
  });

  test('from before are none without a newest', () => {
    expect(problemsOf(() => loadConfig({ SECRETS_KEY_PREVIOUS: bytes.toString('hex') }))).toEqual([
      'SECRETS_KEY_PREVIOUS is set, and SECRETS_KEY is not.',
    ]);
  });
});

describe('flags', () => {
  test('are the variables in kebab-case, with a space or an equals sign', () => {
    expect(
      parseFlags([
        '--port',
        '4001',
        '--openai-timeout-ms=500',
        '--openai-base-url=http://h/?a=b',
        '--max-retries',
        '-1',
      ]),
    ).toEqual({
      values: { PORT: '4001', OPENAI_TIMEOUT_MS: '500', OPENAI_BASE_URL: 'http://h/?a=b', MAX_RETRIES: '-1' },
      help: false,
      version: false,
    });
  });

  test('take the path of a file for what is secret, and for nothing else', () => {
    const { values } = parseFlags(['--openai-api-key-file', '/run/secrets/openai', '--store-url-file=/s']);
    expect(values).toEqual({ OPENAI_API_KEY_FILE: '/run/secrets/openai', STORE_URL_FILE: '/s' });
    expect(problemsOf(() => parseFlags(['--openai-api-key-file']))[0]).toContain('the path of a file');
    expect(problemsOf(() => parseFlags(['--port-file', 'x']))[0]).toContain('is not a flag');
  });

  test('that are switches need no value', () => {
    expect(parseFlags(['--tollgate-open', '--port', '1']).values).toEqual({
      TOLLGATE_OPEN: 'true',
      PORT: '1',
    });
    expect(parseFlags(['--tollgate-open', 'false']).values).toEqual({ TOLLGATE_OPEN: 'false' });
    expect(parseFlags(['--tollgate-open']).values).toEqual({ TOLLGATE_OPEN: 'true' });
  });

  test.each([
    [['--help'], { help: true }],
    [['-h', '--port', '1'], { help: true }],
    [['--version'], { version: true }],
  ])('%j', (args, expected) => {
    expect(parseFlags(args)).toMatchObject(expected);
  });

  test.each([
    ['--prot', '--port'],
    ['--max-retrys', '--max-retries'],
    ['--openai-api-kez', '--openai-api-key'],
    ['--hlep', '--help'],
  ])('%s is unknown, and %s is suggested', (flag, suggestion) => {
    expect(problemsOf(() => parseFlags([flag, 'canary']))).toEqual([
      `${flag} is not a flag of Tollgate. Did you mean ${suggestion}? --help lists them all.`,
    ]);
  });

  test('that resemble no other get no suggestion', () => {
    expect(problemsOf(() => parseFlags(['--frobnicate=canary']))).toEqual([
      '--frobnicate is not a flag of Tollgate. --help lists them all.',
    ]);
  });

  test('without a value, and values without a flag, are all reported', () => {
    const problems = problemsOf(() => parseFlags(['canary', '--port', '--log-level']));
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('canary');
  });
});

describe('what is told of the variables', () => {
  test.each(variableNames)('the help and the table have %s with its default', (name) => {
    const fallback = variables[name].default;
    expect(formatHelp()).toMatch(new RegExp(`  ${name}  \\(${flagOf(name)}\\)\\n.*\\n.*Default: `));
    expect(formatHelp()).toContain(`Default: ${fallback ?? 'none'}.`);
    expect(formatMarkdownTable()).toContain(
      `| \`${name}\` | ${fallback === null ? 'none' : `\`${fallback}\``} |`,
    );
  });

  test('.env.example has exactly these variables, with their defaults', () => {
    const lines = readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^# ?([A-Z_]+)=(.*)$/gm);
    const example = Object.fromEntries([...lines].map(([, name, value]) => [name, value]));
    expect(example).toEqual(
      Object.fromEntries(variableNames.map((name) => [name, variables[name].default ?? ''])),
    );
  });

  test('every default is accepted', () => {
    for (const name of variableNames)
      expect(problemsOf(() => loadConfig({ [name]: variables[name].default ?? '' }))).toEqual([]);
  });
});
