import { expect } from 'vitest';

/** True under `npm run prove`: everything at the size that is promised, on a machine that does nothing else. */
export const isProof = process.env['TOLLGATE_PROVE'] === '1';

/** How many a test makes: what its variable says, else all that is promised under `npm run prove`, and less in every other run. */
export function sizeOf(variable: string, { usual, proof }: { usual: number; proof: number }): number {
  return Number(process.env[variable] ?? (isProof ? proof : usual));
}

/** Prints how long something took, and under `npm run prove` holds it to what is promised. Elsewhere a test may share its cores. */
export function tellTime(what: string, ms: number, promisedMs: number): void {
  console.log(`${what}: ${ms.toFixed(ms < 10 ? 1 : 0)} ms (promised: ${promisedMs} ms)`);
  if (isProof) expect(ms, what).toBeLessThanOrEqual(promisedMs);
}
