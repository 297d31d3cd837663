const LEDGERS_MAX = 10_000;

/**
 * The ledgers that were there and had room when a hold was last placed in them by this process. The next hold is tried there
 * at once; in any other ledger it is first looked whether it would fit.
 */
export interface RoomyLedgers {
  has(periodId: string): boolean;
  note(periodId: string, hadRoom: boolean): void;
}

export function createRoomyLedgers(): RoomyLedgers {
  const ids = new Set<string>();
  return {
    has: (periodId) => ids.has(periodId),
    note(periodId, hadRoom) {
      if (!hadRoom) ids.delete(periodId);
      else if (!ids.has(periodId)) {
        if (ids.size === LEDGERS_MAX) ids.clear();
        ids.add(periodId);
      }
    },
  };
}
