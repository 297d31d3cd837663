import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MongoServerUnavailableError } from './mongo-server-unavailable.ts';
import { programOnPath, runProgram, tailOf } from './program.ts';

const SOURCE = fileURLToPath(new URL('mongo-java-server', import.meta.url));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/tollgate-mongo', import.meta.url));
const FETCH_TIMEOUT_MS = 300_000;
const START_TIMEOUT_MS = 60_000;

export interface StartedMongo {
  url: string;
  name: string;
  stop(): Promise<void>;
}

/**
 * Starts mongo-java-server in a process of its own, with its data in memory: nothing of Tollgate needs the server itself
 * to survive a crash. The process ends when this one does, however that ends.
 */
export async function startMongoJavaServer(): Promise<StartedMongo> {
  const folder = await prepare();
  const classPath = [join(folder, 'lib', '*'), join(folder, 'classes')].join(delimiter);
  const child = spawn(
    'java',
    ['-XX:+UseSerialGC', '-Xmx1g', '-Dslf4j.internal.verbosity=ERROR', '-cp', classPath, 'Main'],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  );
  const complaints = tailOf(child.stderr);
  const exited = once(child, 'close').catch(() => undefined);

  const port = await new Promise<string>((resolve, reject) => {
    const give = (why: string): void =>
      reject(new MongoServerUnavailableError('not_started', `mongo-java-server ${why}\n${complaints()}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      give(`didn't listen within ${START_TIMEOUT_MS / 1000} s`);
    }, START_TIMEOUT_MS);
    void exited.then(() => {
      clearTimeout(timer);
      give('ended before it listened');
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const port = /^port (\d+)$/.exec(line)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(port);
    });
  });

  let isStopping = false;
  void exited.then(() => {
    if (!isStopping) process.stderr.write(`mongo-java-server ended by itself:\n${complaints()}\n`);
  });
  return {
    url: `mongodb://127.0.0.1:${port}/`,
    name: `mongo-java-server ${libraryVersion()}`,
    async stop() {
      isStopping = true;
      child.stdin.end();
      await exited;
    },
  };
}

function libraryVersion(): string {
  const pom = readFileSync(join(SOURCE, 'pom.xml'), 'utf8');
  return (
    /<artifactId>mongo-java-server<\/artifactId>\s*<version>([^<]+)<\/version>\s*<\/dependency>/.exec(
      pom,
    )?.[1] ?? ''
  );
}

/** The folder with the libraries and our compiled main class: from the cache, or made now. */
async function prepare(): Promise<string> {
  const inputs = ['pom.xml', 'Main.java'].map((name) => join(SOURCE, name));
  const digest = createHash('sha256');
  for (const file of inputs) digest.update(readFileSync(file)).update('\0');
  const folder = join(CACHE, digest.digest('hex').slice(0, 16));
  const isCached = existsSync(folder);
  requirePrograms(isCached ? ['java'] : ['java', 'javac', 'mvn']);
  if (isCached) return folder;

  // Several processes may do this at once: each makes its own folder, and the first to be done gives it the name.
  const fresh = `${folder}.${randomUUID()}`;
  mkdirSync(join(fresh, 'lib'), { recursive: true });
  try {
    await build(fresh);
    renameSync(fresh, folder);
  } catch (cause) {
    if (existsSync(folder)) return folder;
    throw new MongoServerUnavailableError('not_fetched', (cause as Error).message, { cause });
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}

function requirePrograms(names: readonly string[]): void {
  const missing = names.filter((name) => programOnPath(name) === null);
  if (missing.length === 0) return;
  const why = `no mongod on the PATH, and for mongo-java-server, which needs a JDK 17 and Maven, no ${missing.join(', no ')}`;
  throw new MongoServerUnavailableError('not_installed', why);
}

async function build(folder: string): Promise<void> {
  const libraries = join(folder, 'lib');
  progress('Fetching mongo-java-server with Maven, once (2 MB; half a minute or so) …');
  await runProgram(
    'mvn',
    [
      '--batch-mode',
      '--quiet',
      '--strict-checksums',
      `--file=${join(SOURCE, 'pom.xml')}`,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${libraries}`,
    ],
    {
      timeoutMs: FETCH_TIMEOUT_MS,
      stillRunning: (seconds) => progress(`  still fetching mongo-java-server, ${seconds} s`),
    },
  );
  progress('Compiling its main class …');
  const compile = ['-cp', join(libraries, '*'), '-d', join(folder, 'classes'), join(SOURCE, 'Main.java')];
  await runProgram('javac', compile, { timeoutMs: FETCH_TIMEOUT_MS });
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
