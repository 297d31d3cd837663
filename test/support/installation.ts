import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnTollgate, whenListening } from './server-process.ts';
import type { ProcessOptions, ServerProcess, TollgateProcess } from './server-process.ts';

export const ADMIN_KEY = 'test-admin-key-0123456789';

type InstallationOptions = Omit<ProcessOptions, 'folder'>;

/** A folder of its own with one store, and the processes that run on it. */
export interface Installation {
  folder: string;
  /** Path of the store's file, which is made by the first process. */
  storePath: string;
  /** Starts a process on the store, on a free port and with ADMIN_KEY unless `env` says otherwise. */
  spawn(options?: InstallationOptions): TollgateProcess;
  /** The same, and waits until it listens. `key` is what it sends with requests. */
  start(env?: ProcessOptions['env'], key?: string): Promise<ServerProcess>;
  /** Ends what still runs, and removes the folder. */
  close(): Promise<void>;
}

export function createInstallation(): Installation {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-process-'));
  const storePath = join(folder, 'store.db');
  const processes: TollgateProcess[] = [];

  function spawn({ env, ...others }: InstallationOptions = {}): TollgateProcess {
    const own = { PORT: '0', STORE_URL: `sqlite:${storePath}`, TOLLGATE_ADMIN_KEY: ADMIN_KEY };
    const spawned = spawnTollgate({ folder, env: { ...own, ...env }, ...others });
    processes.push(spawned);
    return spawned;
  }

  return {
    folder,
    storePath,
    spawn,
    start: (env = {}, key = ADMIN_KEY) => whenListening(spawn({ env }), key),
    async close() {
      for (const running of processes) running.kill('SIGKILL');
      await Promise.all(processes.map((running) => running.exited));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
