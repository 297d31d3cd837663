import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

/** A new id: UUID version 7 (RFC 9562), so that ids sort by the time they were made. */
export function newId(): string {
  const random = nextRandom();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = ((random[6] ?? 0) << 23) | ((random[7] ?? 0) << 15) | ((random[8] ?? 0) << 7);
  } else {
    // of the same millisecond, or the clock was set back
    seq += 1;
  }
  return uuidv7({ random, msecs, seq });
}

const RANDOM_BYTES = 16;
/** Asking for random bytes costs seven times as much as the rest of an id, however few they are. */
const pool = Buffer.alloc(256 * RANDOM_BYTES);
let poolUsed = pool.length;
/** The time of the last id, and its number: 32 bits, of which the highest begins as 0, so that there is always room. */
let msecs = 0;
let seq = 0;

function nextRandom(): Uint8Array {
  if (poolUsed === pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  poolUsed += RANDOM_BYTES;
  return pool.subarray(poolUsed - RANDOM_BYTES, poolUsed);
}
