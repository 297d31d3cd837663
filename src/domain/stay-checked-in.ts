import type { Clock } from '../lib/clock.ts';
import type { Instance, Storage } from './storage.ts';

export interface CheckInOptions {
  clock: Clock;
  /** How long a process counts as alive after its last sign, in milliseconds. */
  leaseMs: number;
  /** Told when a sign could not be given; the next one comes in time. */
  onError: (error: unknown) => void;
}

/**
 * Tells the other processes on the store that this one is alive, from now on. Returns what stops it. Throws StoreUnavailableError
 * when one of another version is.
 */
export async function stayCheckedIn(
  storage: Pick<Storage, 'checkIn'>,
  instance: Instance,
  { clock, leaseMs, onError }: CheckInOptions,
): Promise<() => void> {
  const checkIn = () => storage.checkIn(instance, clock.now(), clock.now() + leaseMs);
  await checkIn();
  return clock.every(Math.ceil(leaseMs / 3), () => checkIn().catch(onError));
}
