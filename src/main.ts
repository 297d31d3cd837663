import type { App } from './app.ts';
import { ConfigError, loadConfig } from './config.ts';
import type { Config } from './config.ts';
import { formatHelp, parseFlags } from './config-help.ts';
import { readEnvironment } from './environment.ts';
import { TollgateError } from './domain/errors.ts';
import { createLogger, secretsOf } from './logger.ts';
import { loadTools } from './tools-module.ts';
import { version } from './version.ts';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;
/** A Ctrl-C under npm arrives twice, from the terminal and from npm; a person is slower. */
const SAME_SIGNAL_MS = 300;
/** How long a process in an unknown state gets to close. */
const CRASH_CLOSE_MS = 5000;

/** What to tell the person who starts Tollgate, or null for an error that nobody expected. */
function startProblem(error: unknown, config: Config | null): string | null {
  if (error instanceof ConfigError)
    return `Tollgate cannot start:\n${error.problems.map((line) => `  ${line}`).join('\n')}`;
  if (error instanceof TollgateError) return error.message;
  return config && error instanceof Error ? listenProblem(error, config) : null;
}

/** What to tell of an error of node:net, or null when it is none of listening. */
function listenProblem(
  error: NodeJS.ErrnoException & { port?: number },
  { server, sandbox }: Config,
): string | null {
  if (error.syscall !== 'listen' && error.syscall !== 'bind' && error.syscall !== 'getaddrinfo') return null;
  const { port = server.port } = error;
  const name = port === sandbox.port && port !== server.port ? 'SANDBOX_PORT' : 'PORT';
  const address = `Port ${port} on ${name === 'PORT' ? server.host : '127.0.0.1'}`;
  if (error.code === 'EADDRINUSE')
    return `${address} is already in use. Stop the other program or set ${name}.`;
  if (error.code === 'EACCES')
    return `${address} may not be opened by this user. Set ${name} to one above 1023.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${server.host} is not an address of this machine. Set HOST.`;
  return null;
}

function print(stream: NodeJS.WriteStream, text: string): void {
  stream.write(text.endsWith('\n') ? text : `${text}\n`);
}

function keyNotice(key: string): string {
  return `\nThe admin key of this Tollgate, shown only this once:\n\n  ${key}\n\nSend it as "Authorization: Bearer ${key}".\n`;
}

/** Stops at the first signal when everything has ended, at the second one at once. */
function closeOnSignals(app: App): void {
  let firstAt: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (firstAt !== null) {
        if (performance.now() - firstAt > SAME_SIGNAL_MS) process.exit(EXIT_CODES[signal]);
        return;
      }
      firstAt = performance.now();
      app.logger.info({ signal }, 'stopping; a second signal stops at once');
      void app.close().then(() => {
        app.logger.info('stopped');
        process.exit(0);
      });
    });
  }
}

/** Logs an error that nobody caught, closes as far as that still works, and ends the process. */
function closeOnCrash(config: Config, app: () => App | null): void {
  const crash = (error: unknown): void => {
    const logger = app()?.logger ?? createLogger({ log: config.log, secrets: secretsOf(config) });
    logger.fatal({ err: error }, 'unexpected error: the server stops');
    setTimeout(() => process.exit(1), CRASH_CLOSE_MS);
    void Promise.resolve(app()?.close()).finally(() => process.exit(1));
  };
  process.once('uncaughtException', crash);
  process.once('unhandledRejection', crash);
}

async function main(): Promise<void> {
  let config: Config | null = null;
  let app: App | null = null;
  try {
    const flags = parseFlags(process.argv.slice(2));
    if (flags.help) return print(process.stdout, formatHelp());
    if (flags.version) return print(process.stdout, version);
    config = loadConfig(readEnvironment(flags.values));
    closeOnCrash(config, () => app);

    // after the configuration has been found good: loading the rest takes half a second
    const { createApp } = await import('./app.ts');
    const tools = await loadTools(config.calls.toolsModule);
    const created = await createApp(config, { tools });
    app = created;
    closeOnSignals(created);
    // not through the log, which is kept; and before the port, which may be taken: the key is made only once
    if (created.newAdminKey !== null) print(process.stderr, keyNotice(created.newAdminKey));
    const { url } = await created.listen();
    created.logger.info({ version, sandbox: config.sandbox.enabled }, `Tollgate listens on ${url}/graphql`);
  } catch (error) {
    print(
      process.stderr,
      startProblem(error, config) ??
        `Tollgate cannot start: ${error instanceof Error ? error.stack : String(error)}`,
    );
    await app?.close().catch(() => undefined);
    process.exit(1);
  }
}

await main();
