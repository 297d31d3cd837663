import { binOf } from './histogram.ts';
import { addMoney, AT, newSums } from './sums.ts';
import type { Sums } from './sums.ts';
import type { UsageCall } from './usage.ts';

/** What one call adds to its group. */
export interface CallShare {
  sums: Sums;
  latencyBin: number | null;
  firstTokenBin: number | null;
}

const STATUS_COLUMN = {
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const;

export function shareOf(call: UsageCall): CallShare {
  const sums = newSums();
  sums[AT.calls] = 1;
  sums[AT[STATUS_COLUMN[call.status]]] = 1;
  sums[AT.attempts] = call.attempts;
  sums[AT.retries] = Math.max(0, call.attempts - 1);
  sums[AT.overHold] = call.overHold ? 1 : 0;
  const { usage, cost } = call;
  if (usage !== null) {
    sums[AT.freshInput] = usage.freshInput;
    sums[AT.cacheRead] = usage.cacheRead;
    sums[AT.cacheWrite] = usage.cacheWrite;
    sums[AT.output] = usage.output;
    sums[AT.reasoning] = usage.reasoning;
  }
  if (cost !== null) {
    addMoney(sums, 'prompt', cost.promptNano);
    addMoney(sums, 'completion', cost.completionNano);
    if (cost.basis !== 'measured') addMoney(sums, cost.basis, cost.promptNano + cost.completionNano);
  }
  return { sums, ...addDurations(sums, call) };
}

/** Only answers have a latency: a call that failed may have ended at once, or when a sweep found it. */
function addDurations(sums: Sums, call: UsageCall): Omit<CallShare, 'sums'> {
  const { startedAt, finishedAt, timeToFirstTokenMs, usage } = call;
  if (call.status !== 'COMPLETED' || finishedAt === null) return { latencyBin: null, firstTokenBin: null };
  const latencyMs = Math.max(0, finishedAt - startedAt);
  sums[AT.latencies] = 1;
  sums[AT.latencyMs] = latencyMs;
  sums[AT.generatedTokens] = usage?.output ?? 0;
  sums[AT.generationMs] = Math.max(0, latencyMs - (timeToFirstTokenMs ?? 0));
  if (timeToFirstTokenMs === null) return { latencyBin: binOf(latencyMs), firstTokenBin: null };
  sums[AT.firstTokens] = 1;
  sums[AT.firstTokenMs] = timeToFirstTokenMs;
  return { latencyBin: binOf(latencyMs), firstTokenBin: binOf(timeToFirstTokenMs) };
}
