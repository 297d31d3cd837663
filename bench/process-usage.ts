import { existsSync, readFileSync } from 'node:fs';

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
