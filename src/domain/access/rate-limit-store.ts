import type { Admission, AdmissionRequest } from './rate-limits.ts';

/** The end of a call that was admitted. */
export interface AdmissionEnd {
  projectId: string;
  keyId: string;
  slotId: string;
  /** Nanoseconds by which its token bucket goes back (amountToNs); negative when the call used more than it could. */
  tokensBackNs: bigint;
  /** The same for the buckets by model that it was let in by. */
  models: readonly ModelBack[];
}

/** What goes back into the buckets of a model, in nanoseconds (amountToNs). */
export interface ModelBack {
  model: string;
  requestsBackNs: bigint;
  tokensBackNs: bigint;
}

/** The place of a call that is under way. */
export type TakenSlot = Pick<AdmissionEnd, 'projectId' | 'keyId' | 'slotId'>;

/** What keys have used of their limits, over all processes. All methods throw StoreUnavailableError. */
export interface RateLimitStore {
  /** Applies `admit` in one atomic write: of any number of callers at once, as many are let in as the limits allow. */
  admit(request: AdmissionRequest): Promise<Admission>;
  /** Gives the places of ended calls back, and the tokens that they didn't use. A place that is gone changes nothing. */
  end(ends: readonly AdmissionEnd[]): Promise<void>;
  /** Moves the end of places that are still taken. */
  renew(slots: readonly TakenSlot[], until: number): Promise<void>;
}
