import { openLoad } from './load.ts';
import type { Target } from './load.ts';
import type { Options } from './options.ts';
import { usageOf } from './process-usage.ts';
import type { Cell } from './results.ts';
import type { BenchServer } from './servers.ts';

/** A server has to be as fast as it gets before the first measurement: V8 compiles what runs often. */
const FIRST_WARMUP = { warmupSeconds: 0, seconds: 5 };
const FIRST_WARMUP_CONNECTIONS = 32;

/** A server and what to ask it. */
export interface Contestant {
  name: string;
  server: BenchServer;
  target: Target;
}

/** Warms the server up with that many connections, then measures it. */
export async function measure(
  { name, server, target }: Contestant,
  connections: number,
  options: Pick<Options, 'warmupSeconds' | 'seconds'>,
): Promise<Cell> {
  const load = openLoad(target, connections);
  const warmup = await load.run(options.warmupSeconds * 1000);
  const before = usageOf(server.pid);
  const result = await load.run(options.seconds * 1000);
  const after = usageOf(server.pid);
  await load.close();
  const errors = warmup.errors + result.errors;
  return {
    ...result,
    name,
    connections,
    errors,
    firstError: warmup.firstError ?? result.firstError,
    answered: warmup.requests + result.requests - errors,
    cpuSecondsPer1000: before && after && ((after.cpuSeconds - before.cpuSeconds) / result.requests) * 1000,
    rssBytes: after && after.rssBytes,
  };
}

/** The warm-up before everything else. */
export function warmUp(contestant: Contestant): Promise<Cell> {
  return measure(contestant, FIRST_WARMUP_CONNECTIONS, FIRST_WARMUP);
}
