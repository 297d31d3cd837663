// What has to be there before anything of Tollgate can run: a Node that is new enough, the dependencies, the build.
// Only node: modules, because it runs on a clone where nothing is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const mainFile = join(root, 'dist', 'main.js');

const stampFile = join(root, 'dist', '.stamp');
const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the process with a message that says what to do, and no stack trace. */
export function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Progress goes to stderr: stdout belongs to the program that is being prepared. */
function progress(text) {
  process.stderr.write(`${text}\n`);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function requireNode() {
  const wanted = readJson(join(root, 'package.json')).engines.node;
  const [major, minor = 0] = wanted.match(/\d+/g).map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  fail(
    `Tollgate needs Node ${major}.${minor} or newer, and this is Node ${process.versions.node}.\n` +
      'Newer versions are at https://nodejs.org, or in a version manager such as nvm or fnm.',
  );
}

/**
 * Runs a program to its end and returns its exit code (128 + signal number when a signal ended it).
 * Signals are passed on, except for Ctrl-C, which a terminal sends to the child as well.
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } catch (error) {
    return fail(`${command} could not be started: ${error.message}`);
  } finally {
    for (const signal of forwardedSignals) process.off(signal, forward);
  }
}

/** Runs the JavaScript file of an installed tool, without npx in between (it would cost half a second and a signal hop). */
export function runTool(file, args, options = {}) {
  return run(process.execPath, [join(root, 'node_modules', file), ...args], options);
}

/**
 * True when what is installed is not what package-lock.json asks for. The contents are compared, not the times: a
 * checkout makes files newer without changing them. npm writes the second file last, so an install that was cut off counts.
 */
function dependenciesAreStale() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return true;
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(installedLock).packages;
  return Object.entries(wanted).some(([path, entry]) => {
    if (path === '') return false;
    const found = installed[path];
    // An optional package that is absent is one for another platform.
    return found === undefined ? !entry.optional : found.version !== entry.version;
  });
}

async function installDependencies() {
  if (!dependenciesAreStale()) return;
  const count = Object.keys(readJson(join(root, 'package-lock.json')).packages).length - 1;
  progress(`Installing dependencies (up to ${count} packages; a minute or so the first time) …`);
  const startedAt = Date.now();
  // npm shows its own progress on a terminal; elsewhere it is silent until the end.
  const heartbeat = process.stderr.isTTY
    ? undefined
    : setInterval(
        () => progress(`  still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`),
        10_000,
      );
  // The compiler is a development dependency, so NODE_ENV=production must not leave it out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmFile = process.env.npm_execpath ?? '';
  const code = await (
    npmFile.endsWith('npm-cli.js')
      ? run(process.execPath, [npmFile, ...args], { stdio: ['ignore', 2, 2] })
      : run('npm', args, { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  ).finally(() => clearInterval(heartbeat));
  if (code !== 0) {
    fail(`The dependencies could not be installed (npm ci ended with ${code}); npm says why above.`);
  }
}

function filesUnder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** A digest of everything that the build depends on. */
function buildInputs() {
  const digest = createHash('sha256');
  const configs = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  for (const file of [...configs, ...filesUnder(join(root, 'src'))]) {
    digest
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return digest.digest('hex');
}

/** Compiles beside dist and swaps at the end, so that a failed build leaves the last good one, and no deleted module survives. */
async function compile() {
  const inputs = buildInputs();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === inputs) return;
  progress('Building …');
  const fresh = join(root, `.dist-${process.pid}`);
  const code = await runTool('typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', fresh], {
    stdio: ['ignore', 2, 2],
  });
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    fail(`The build failed (tsc ended with ${code}); the compiler says why above.`);
  }
  // What isn't TypeScript (SQL, HTML) goes along as it is.
  const source = join(root, 'src');
  for (const file of filesUnder(source).filter((file) => !file.endsWith('.ts'))) {
    cpSync(file, join(fresh, relative(source, file)));
  }
  writeFileSync(join(fresh, '.stamp'), inputs);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(fresh, join(root, 'dist'));
}

/** Checks Node, installs what is missing, and builds what changed. Without work to do it takes a few dozen milliseconds. */
export async function prepare({ build = false } = {}) {
  requireNode();
  await installDependencies();
  if (build) await compile();
}
