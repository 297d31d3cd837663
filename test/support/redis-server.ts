import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { programOnPath } from './program.ts';

export interface RedisServer {
  url: string;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again at the same port. */
  restart(): Promise<void>;
}

const PROGRAMS = ['redis-server', 'valkey-server', 'keydb-server'];

/** What speaks Redis here; null when nothing does. TOLLGATE_REQUIRE_REDIS=1 says, as in CI, that something must. */
export function redisProgram(): string | null {
  const name = PROGRAMS.find((program) => programOnPath(program) !== null) ?? null;
  process.stderr.write(
    `Redis for the tests: ${name ?? `none, for none of ${PROGRAMS.join(', ')} is on the PATH`}\n`,
  );
  if (name === null && process.env['TOLLGATE_REQUIRE_REDIS'] === '1')
    throw new Error('TOLLGATE_REQUIRE_REDIS is 1, and there is no server that speaks Redis');
  return name;
}

/** A server of its own at a free port, with nothing on disk. */
export async function startRedis(program: string): Promise<RedisServer> {
  const port = await freePort();
  let child: ChildProcess = await start(program, port);
  return {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    async restart() {
      child = await start(program, port);
    },
  };
}

async function start(program: string, port: number): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(program, settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (/ready to accept connections/i.test(line)) resolve();
    });
  });
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
