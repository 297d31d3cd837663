import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program of the tests that does one thing after the other until it is killed, and prints a line after each. */
export interface LoopingProcess {
  /** Resolves when it has done so many things more; rejects when it ends by itself. */
  whenDone(count: number): Promise<void>;
  kill(): Promise<void>;
}

export function startLooping(program: string, args: readonly string[]): LoopingProcess {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  let isDoomed = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  return {
    whenDone: (count) =>
      new Promise((resolve, reject) => {
        let left = count;
        lines.on('line', () => {
          left -= 1;
          if (left === 0) resolve();
        });
        void exited.then(() => {
          if (!isDoomed) reject(new Error(`it ended by itself:\n${complaint}`));
        });
      }),
    async kill() {
      isDoomed = true;
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await exited;
    },
  };
}
