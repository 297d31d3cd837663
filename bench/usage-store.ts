import type { Storage } from '../src/domain/storage.ts';

/** A store with the calls of the bench in it. */
export interface FilledStore {
  name: string;
  storage: Storage;
  /** The month by UTC day and model as the database's own aggregation over the calls: what a report would cost without rollups. */
  aggregateRaw(projectId: string, from: number, before: number): Promise<void>;
  close(): Promise<void>;
}
