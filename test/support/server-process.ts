import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import type { GraphQLAnswer } from './test-app.ts';

/** The built server; `npm run build` makes it. */
export const MAIN_FILE = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const LISTENS = /Tollgate listens on (http:[^\s"]+)/;

export interface ProcessOptions {
  /** Its working directory and home: a folder without a `.env`. */
  folder: string;
  /** The whole environment besides PATH and HOME; what is undefined is left out. Nothing is inherited. */
  env?: Record<string, string | undefined>;
  args?: readonly string[];
  mainFile?: string;
}

export interface ProcessExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A real process of Tollgate and what it has printed so far. */
export interface TollgateProcess {
  /** Its process id; undefined when it could not be started. */
  readonly pid: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** The first line of standard output that matches, now or later. Rejects when the process ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended and all of its output was read. */
  readonly exited: Promise<ProcessExit>;
}

export interface ServerProcess extends TollgateProcess {
  /** The address of its GraphQL endpoint. */
  url: string;
  /** Sends an operation over the socket and gives its data. Throws when the answer has top-level errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data>;
  /** Sends an operation and gives the whole answer. */
  ask(query: string, variables?: unknown): Promise<GraphQLAnswer<unknown>>;
  /** Stops it with SIGTERM. */
  stop(): Promise<ProcessExit>;
}

export function spawnTollgate({
  folder,
  env = {},
  args = [],
  mainFile = MAIN_FILE,
}: ProcessOptions): TollgateProcess {
  const child = spawn(process.execPath, [mainFile, ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  let stderr = '';
  let hasEnded = false;
  let watchers: (() => void)[] = [];
  const notify = (): void => watchers.forEach((watcher) => watcher());

  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    notify();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const exited = new Promise<ProcessExit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
      notify();
    });
  });

  return {
    pid: child.pid,
    get stdout() {
      return lines.join('\n');
    },
    get stderr() {
      return stderr;
    },
    exited,
    kill: (signal) => void child.kill(signal),
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
          if (match) resolve(match);
          else if (hasEnded)
            reject(new Error(`it ended without ${pattern}:\n${lines.join('\n')}\n${stderr}`));
          else return;
          watchers = watchers.filter((watcher) => watcher !== look);
        };
        watchers.push(look);
        look();
      }),
  };
}

/** Waits until the process listens; `key` is sent with every request. */
export async function whenListening(running: TollgateProcess, key: string): Promise<ServerProcess> {
  const [, url = ''] = await running.printed(LISTENS);

  async function ask(query: string, variables?: unknown): Promise<GraphQLAnswer<unknown>> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphQLAnswer<unknown>;
  }

  return Object.assign(running, {
    url,
    ask,
    async run<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables) {
      const { data, errors } = await ask(print(document), variables);
      if (errors !== undefined) throw new Error(`the answer has errors: ${JSON.stringify(errors)}`);
      return data as Data;
    },
    stop() {
      running.kill('SIGTERM');
      return running.exited;
    },
  });
}
