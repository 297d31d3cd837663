import { expect, test } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { createLogger, secretsOf } from '../src/logger.ts';

const SECRET = 'sk-canary-"with\\quotes';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): {
  text: string;
  lines: Record<string, unknown>[];
} {
  let text = '';
  const destination = { write: (line: string) => void (text += line) };
  write(createLogger({ log: { level: 'info', format: 'json' }, secrets: [SECRET, ''], destination }));
  return {
    text,
    lines: text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test('a line is JSON with a level, a time and a message', () => {
  const { lines } = logged((logger) => logger.info({ requestId: 'r' }, 'hello'));
  expect(lines).toEqual([
    { level: 'info', time: expect.stringMatching(/Z$/) as string, requestId: 'r', msg: 'hello' },
  ]);
});

test('lines below the level are left out', () => {
  expect(logged((logger) => logger.debug('hello')).text).toBe('');
});

test('known secrets are cut out of messages, fields, errors and their causes', () => {
  const { text } = logged((logger) => {
    logger.info(`the key is ${SECRET}`);
    logger.info({ deep: { in: [{ a: `x${SECRET}x` }] } }, 'field');
    logger.error({ err: new Error(SECRET, { cause: new Error(`${SECRET} again`) }) }, 'error');
  });
  expect(text).not.toContain('canary');
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(4);
});

test('fields that hold credentials are never written', () => {
  const credentials = {
    authorization: 'Bearer canary',
    apiKey: 'canary',
    adminKey: 'canary',
    password: 'canary',
  };
  const { text } = logged((logger) => {
    logger.info(credentials, 'top');
    logger.info({ request: { headers: credentials } }, 'headers');
    logger.info({ options: credentials }, 'nested');
  });
  expect(text).not.toContain('canary');
});

test('an error is written with its stack and its causes, and without what libraries hang on it', () => {
  const error = Object.assign(new Error('outer', { cause: new TypeError('inner') }), {
    code: 'E_OUTER',
    status: 401,
    request: { headers: { cookie: 'canary' } },
  });
  const { text, lines } = logged((logger) => logger.error({ err: error }, 'failed'));
  expect(lines[0]).toMatchObject({
    err: {
      type: 'Error',
      message: 'outer',
      code: 'E_OUTER',
      status: 401,
      stack: expect.any(String) as string,
      cause: { type: 'TypeError', message: 'inner' },
    },
  });
  expect(text).not.toContain('canary');
});

test('an error that is its own cause does not go on forever', () => {
  const error = new Error('round');
  error.cause = error;
  expect(logged((logger) => logger.error({ err: error }, 'failed')).lines).toHaveLength(1);
});

test('the password in the address of a store counts as a secret, as it stands there and decoded', () => {
  const config = loadConfig({ STORE_URL: 'mongodb://user:p%40ss-word@db.example/tollgate' });
  expect(secretsOf(config)).toEqual(['p%40ss-word', 'p@ss-word']);
});
