import type { Binary } from 'mongodb';
import type { Grain } from '../../domain/usage/rollup.ts';
import type { ViewName } from '../../domain/usage/view.ts';

/**
 * A document of `usage_quarters`: a quarter of an hour with finished calls. The version grows after every change of one of
 * them, and before the call is `done`; the quarter's rollup is up to date while it is of that version and no call is on its
 * way.
 */
export interface QuarterDocument {
  _id: string;
  projectId: string;
  start: number;
  version: number;
  rolledUpVersion: number;
  /** `start` while its rollup has to be made; absent when it is up to date. */
  staleStart?: number;
  /** Start of its UTC day, while the rollup of that has to be made; absent when it is up to date. */
  staleDay?: number;
}

/**
 * A document of `usage_rollups`: sums over the finished calls of a quarter, of the hours of a UTC day, or of the day, in
 * several views (src/domain/usage/view.ts); the bytes are those of src/domain/usage/section.ts. The version is that of the quarter, or the sum of those of the day's quarters.
 */
export interface RollupDocument {
  _id: string;
  projectId: string;
  grain: Grain;
  start: number;
  version: number;
  numbers: Record<ViewName, Binary>;
  histograms: Record<ViewName, Binary>;
}

export function quarterIdOf(projectId: string, start: number): string {
  return JSON.stringify([projectId, start]);
}

export function rollupIdOf(projectId: string, grain: Grain, start: number): string {
  return JSON.stringify([projectId, grain, start]);
}
