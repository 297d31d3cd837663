import type { Principal } from '../domain/access/principal.ts';

/** So many of one kind for each holder: subscriptions of a key, connections of an address. */
export interface Slots {
  /** Takes one for the holder and returns what gives it back, once; null when it has them all. */
  take(holder: string): (() => void) | null;
}

export function createSlots(max: number): Slots {
  const taken = new Map<string, number>();
  return {
    take(holder) {
      const count = taken.get(holder) ?? 0;
      if (count >= max) return null;
      taken.set(holder, count + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (taken.get(holder) ?? 1) - 1;
        if (left === 0) taken.delete(holder);
        else taken.set(holder, left);
      };
    },
  };
}

/** Who a subscription or an export is counted for: a key; the admin key and the open mode are one. */
export function holderOf({ apiKeyId, subject }: Pick<Principal, 'apiKeyId' | 'subject'>): string {
  return apiKeyId ?? (subject === null ? 'admin' : `token ${subject}`);
}
