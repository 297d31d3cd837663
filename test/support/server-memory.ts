import { readFileSync } from 'node:fs';
import type { ServerProcess } from './server-process.ts';

/** Megabytes of memory that a server has now, of which Linux tells. */
export function memoryOf({ pid }: Pick<ServerProcess, 'pid'>): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024);
}
