import type { CallKey } from '../call/call-store.ts';

/** What somebody thought of a call: one entry for each name and API key, the last one given. */
export interface Feedback extends CallKey {
  /** What is judged, such as "helpfulness". */
  name: string;
  /** Of the key that gave it; null for the admin key. */
  apiKeyId: string | null;
  /** From 0 to 1, in millionths; null without a score. */
  scoreMicro: number | null;
  label: string | null;
  comment: string | null;
  /** UTC milliseconds. */
  givenAt: number;
}

export interface FeedbackStore {
  /**
   * Stores the entry, in the place of one of the same call, name and key, and the usage of the call's time has changed with it.
   * False, and nothing is written, when there is no such call. Throws StoreUnavailableError.
   */
  give(feedback: Feedback): Promise<boolean>;
  /** The entries of each call, in the order of `operationIds`, each list by name. Throws StoreUnavailableError. */
  ofCalls(projectId: string, operationIds: readonly string[]): Promise<Feedback[][]>;
}
