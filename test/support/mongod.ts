import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MongoClient, MongoServerError } from 'mongodb';
import { MongoServerUnavailableError } from './mongo-server-unavailable.ts';

const START_TIMEOUT_MS = 60_000;
const REPLICA_SET = 'tollgate';
const ALREADY_INITIATED = 23;
/** Runs its arguments until the standard input ends, as it does when the tests end in any way; then removes the folder. */
const WHILE_INPUT_IS_OPEN =
  'folder=$1; shift; "$@" & cat >/dev/null; kill $! 2>/dev/null; wait; rm -rf "$folder"';

/** Starts a `mongod` with a data folder of its own on a free loopback port, as the only member of a replica set. */
export async function startMongod(program: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-mongod-'));
  const logFile = join(folder, 'mongod.log');
  const port = await freePort();
  const args = ['--bind_ip=127.0.0.1', `--port=${port}`, `--dbpath=${folder}`, `--logpath=${logFile}`];
  const child = spawn(
    '/bin/sh',
    ['-c', WHILE_INPUT_IS_OPEN, 'sh', folder, program, ...args, `--replSet=${REPLICA_SET}`, '--nounixsocket'],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const exited = once(child, 'close').catch(() => undefined);
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await exited;
  };

  // Straight to this member: the driver would otherwise go round a proxy to the address that the replica set names.
  const url = `mongodb://127.0.0.1:${port}/?directConnection=true`;
  try {
    await becomePrimary(url, `127.0.0.1:${port}`);
  } catch (cause) {
    const log = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-4000) : '';
    await stop();
    const why = `${program} didn't become a primary: ${(cause as Error).message}\n${log}`;
    throw new MongoServerUnavailableError('not_started', why, { cause });
  }
  return { url, stop };
}

async function becomePrimary(url: string, host: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: START_TIMEOUT_MS });
  try {
    const admin = client.db('admin');
    const config = { _id: REPLICA_SET, members: [{ _id: 0, host }] };
    await admin.command({ replSetInitiate: config }).catch((error: unknown) => {
      // A repeat by the driver, whose first reply was lost.
      if (!(error instanceof MongoServerError) || error.code !== ALREADY_INITIATED) throw error;
    });
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!(await admin.command({ hello: 1 }))['isWritablePrimary']) {
      if (Date.now() > deadline) throw new Error(`no election within ${START_TIMEOUT_MS / 1000} s`);
      await wait(50);
    }
  } finally {
    await client.close();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
