/** Two records that should say the same, and don't. */
export interface Difference {
  projectId: string;
  /** What is wrong with which record, with both amounts. */
  message: string;
}

/** When the calls of a project were dispatched, and of when it has rollups. */
export interface ProjectSpan {
  projectId: string;
  calls: number;
  /** UTC milliseconds, of a call or a quarter of an hour with rollups. */
  firstStart: number;
  lastStart: number;
}

/** What the store keeps more than once, for comparison. */
export interface BookStore {
  /** The projects that have calls or rollups. Throws StoreUnavailableError. */
  projects(): Promise<ProjectSpan[]>;
  /**
   * At most about `limit` differences between the calls and their attempts, cost entries and holds, and between these and the
   * ledgers of the budgets. Calls that change meanwhile can be among them. Throws StoreUnavailableError.
   */
  differences(limit: number): Promise<Difference[]>;
}
