import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The program's file, or null when the PATH has none of that name. */
export function programOnPath(name: string): string | null {
  const files = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface ProgramRun {
  timeoutMs: number;
  /** Called every ten seconds while it runs, with the seconds so far. */
  stillRunning?: (seconds: number) => void;
}

/** Runs a program to its end. Throws with the end of what it printed when it fails, and ends it after `timeoutMs`. */
export async function runProgram(file: string, args: readonly string[], run: ProgramRun): Promise<void> {
  const startedAt = Date.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: run.timeoutMs });
  const output = tailOf(child.stdout, child.stderr);
  const heartbeat = setInterval(
    () => run.stillRunning?.(Math.round((Date.now() - startedAt) / 1000)),
    10_000,
  );
  try {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...exit) => resolve(exit));
    });
    if (code !== 0) throw new Error(`${file} ended with ${code ?? signal}:\n${output()}`);
  } finally {
    clearInterval(heartbeat);
  }
}

/** The last 4,000 characters of what the streams have said, at any time; it keeps them flowing. */
export function tailOf(...streams: readonly NodeJS.ReadableStream[]): () => string {
  let tail = '';
  for (const stream of streams) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-4000);
    });
  }
  return () => tail.trim();
}
