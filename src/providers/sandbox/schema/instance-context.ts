import type { FlatSchema } from './flat-schema.ts';

/** Thrown where a schema has no instance that could be found; another branch of it may have one. */
export class NoInstance extends Error {}

/** Thrown when a schema would take too long, whatever the branch. */
export class TooLarge extends Error {}

/** What the makers of the parts of one instance share. */
export interface InstanceContext {
  /** The next number in [0, 1), always the same one for the same seed. */
  random: () => number;
  /** An instance of a schema inside of this one. Throws NoInstance or TooLarge. */
  make: (schema: unknown, depth: number) => unknown;
  /** A schema without references and `allOf`, with those of the others merged into it. */
  flatten: (schema: unknown) => FlatSchema;
}

/** Below this, only what is required is made, so that a schema that holds itself comes to an end. */
export const DEPTH_SOFT_MAX = 4;

export function hasRoom(depth: number): boolean {
  return depth < DEPTH_SOFT_MAX;
}

export function pick<T>(values: readonly T[], random: () => number): T | undefined {
  return values[Math.floor(random() * values.length)];
}

export function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
