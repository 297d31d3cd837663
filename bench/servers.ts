import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN_FILE = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** As `npm start` and the image have them. */
const NODE_FLAGS = ['--max-semi-space-size=64'];
const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 15_000;

/** A server under load, in a process of its own. */
export interface BenchServer {
  pid: number;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  stop(): Promise<void>;
}

/** Starts a program of this folder that calls `announce`. */
export async function startProgram(
  name: 'upstream' | 'proxy',
  args: readonly string[] = [],
): Promise<BenchServer> {
  const file = fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const child = fork(file, args, { execArgv: ['--import', 'tsx'], env: environment({}) });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the ${name} of the bench ended before it listened`);
  });
  const [{ port }] = (await Promise.race([once(child, 'message'), ended])) as [{ port: number }];
  return serverOf(child, port);
}

export interface TollgateOptions {
  /** A folder of its own, on the disk that is to be measured. */
  folder: string;
  upstream: string;
  adminKey: string;
  /** Where to write a CPU profile; none when undefined. */
  profileFolder?: string | undefined;
}

/** Starts the built server with an empty store, a log of warnings and nothing of this process's environment. */
export async function startTollgate({
  folder,
  upstream,
  adminKey,
  profileFolder,
}: TollgateOptions): Promise<BenchServer> {
  const port = await freePort();
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  const child = spawn(process.execPath, [...NODE_FLAGS, ...profiling, MAIN_FILE], {
    cwd: folder,
    stdio: ['ignore', process.stderr, 'inherit'],
    env: environment({
      PORT: String(port),
      STORE_URL: 'sqlite:./tollgate.db',
      TOLLGATE_ADMIN_KEY: adminKey,
      // a bench has one key and one address
      MAX_SUBSCRIPTIONS_PER_KEY: '100000',
      MAX_SOCKETS_PER_ADDRESS: '100000',
      OPENAI_BASE_URL: `${upstream}/v1`,
      OPENAI_API_KEY: 'sk-bench',
      LOG_LEVEL: 'warn',
    }),
  });
  const server = serverOf(child, port);
  await whenReady(child, `${server.origin}/health/ready`);
  return server;
}

function serverOf(child: ChildProcess, port: number): BenchServer {
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    pid: child.pid ?? 0,
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      process.off('exit', kill);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(kill, STOP_LIMIT_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

function environment(own: Record<string, string>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...own };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function whenReady(child: ChildProcess, url: string): Promise<void> {
  const giveUpAt = performance.now() + START_LIMIT_MS;
  while (performance.now() < giveUpAt && child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(
    `Tollgate did not become ready: ${child.exitCode === null ? 'it took too long' : `it ended with ${child.exitCode}`}`,
  );
}
