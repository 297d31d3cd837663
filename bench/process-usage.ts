import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** USER_HZ of Linux, the unit of the times in /proc: 100 a second on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;
/** Fields 14 and 15 of /proc/<pid>/stat, counted from the one after the program's name (proc(5)). */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;

export interface ProcessUsage {
  /** User and system time of all threads since the start. */
  cpuSeconds: number;
  rssBytes: number;
}

/** What a process has used; null where there is no /proc. */
export function usageOf(pid: number): ProcessUsage | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // the name may have spaces and brackets in it
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS]);
  const rssKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return { cpuSeconds: ticks / TICKS_PER_SECOND, rssBytes: rssKib * 1024 };
}

/** Begins to watch the machine; the result tells which part of all cores went to other processes than these, from 0 to 1, since then. */
export function watchOthers(pids: readonly number[]): () => number | null {
  const read = () => {
    const times = cpus().map((core) => core.times);
    const idleMs = times.reduce((sum, { idle }) => sum + idle, 0);
    const busyMs = times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0);
    const own = pids.map(usageOf);
    const ownMs = own.reduce((sum, usage) => sum + (usage?.cpuSeconds ?? Number.NaN) * 1000, 0);
    return { othersMs: busyMs - ownMs, allMs: busyMs + idleMs };
  };
  const before = read();
  return () => {
    const after = read();
    const share = (after.othersMs - before.othersMs) / (after.allMs - before.allMs);
    return Number.isFinite(share) ? Math.max(0, share) : null;
  };
}
