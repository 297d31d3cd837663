import { createHash } from 'node:crypto';

/** How many different keys are remembered at least; those that were not asked for lately are forgotten. */
const KEYS_MIN = 25_000;

export interface AttemptCounter {
  /** How many times it was asked for this key, this one included. */
  next(key: string): number;
}

export function createAttemptCounter(): AttemptCounter {
  let recent = new Map<string, number>();
  let older = new Map<string, number>();
  return {
    next(key) {
      const attempt = (recent.get(key) ?? older.get(key) ?? 0) + 1;
      if (recent.size >= KEYS_MIN && !recent.has(key)) {
        older = recent;
        recent = new Map();
      }
      recent.set(key, attempt);
      return attempt;
    },
  };
}

export function digestOf(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}
