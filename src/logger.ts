import { pino, stdTimeFunctions } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { Config } from './config.ts';
import { secretsInUrl } from './lib/url-secrets.ts';

const REDACTED = '[redacted]';
const CAUSES_MAX = 5;
/** Fields that hold a credential, wherever an object with one is logged. */
const SECRET_FIELDS = ['authorization', 'Authorization', 'apiKey', 'adminKey', 'key', 'password'];

export interface LoggerOptions {
  log: Config['log'];
  /** Texts that are cut out of every line, whatever field or message they are in. */
  secrets: readonly string[];
  /** Where the lines go; standard output when absent. */
  destination?: DestinationStream;
}

/** The texts of a configuration that no log line may show. */
export function secretsOf({ openai, access, secrets, store, redisUrl }: Config): string[] {
  const tokenKeys = access.tokens?.keys;
  const tokenSecret = tokenKeys?.kind === 'secret' ? tokenKeys.secret : null;
  const keys = [openai.apiKey, openai.organization, access.adminKey, access.keySecret, tokenSecret].filter(
    (secret) => secret !== null,
  );
  const sealing = (secrets.keys ?? []).flatMap((key) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => Buffer.from(key).toString(encoding)),
  );
  const urls = [store.kind === 'mongodb' ? store.url : null, redisUrl].filter((url) => url !== null);
  return [...keys, ...sealing, ...urls.flatMap(secretsInUrl)];
}

/** The log: one JSON object a line, or coloured text for people. */
export function createLogger({ log, secrets, destination }: LoggerOptions): Logger {
  const isPretty = log.format === 'pretty' || (log.format === 'auto' && process.stdout.isTTY && !destination);
  const escaped = secrets
    .filter((secret) => secret !== '')
    .map((secret) => JSON.stringify(secret).slice(1, -1));
  const options = {
    level: log.level,
    base: null,
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.headers.${field}`]),
      censor: REDACTED,
    },
    serializers: { err: (error: unknown) => describeError(error) },
    hooks: {
      streamWrite: (line: string) =>
        escaped.reduce((clean, secret) => clean.replaceAll(secret, REDACTED), line),
    },
  };
  if (isPretty)
    return pino(options, pretty({ colorize: process.stdout.isTTY, ignore: 'pid,hostname', sync: true }));
  // asynchronous, so that a slow reader of the log doesn't hold up calls; pino writes the rest when the process ends
  return pino(options, destination ?? pino.destination({ dest: 1, sync: false }));
}

/**
 * An error without the fields that libraries hang on theirs: request headers and bodies are among them. Causes are
 * followed, to a depth that ends circles.
 */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, category, status } = error as { code?: unknown; category?: unknown; status?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' && { code }),
    ...(typeof category === 'string' && { category }),
    ...(typeof status === 'number' && { status }),
    ...(error.cause !== undefined && depth < CAUSES_MAX && { cause: describeError(error.cause, depth + 1) }),
  };
}
