import { createHash } from 'node:crypto';

/** How many different keys are remembered; the oldest is forgotten first. */
const KEYS_MAX = 50_000;

export interface AttemptCounter {
  /** How many times it was asked for this key, this one included. */
  next(key: string): number;
}

export function createAttemptCounter(): AttemptCounter {
  const counts = new Map<string, number>();
  return {
    next(key) {
      const attempt = (counts.get(key) ?? 0) + 1;
      const [oldest] = counts.keys();
      if (attempt === 1 && counts.size >= KEYS_MAX && oldest !== undefined) counts.delete(oldest);
      counts.set(key, attempt);
      return attempt;
    },
  };
}

export function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
