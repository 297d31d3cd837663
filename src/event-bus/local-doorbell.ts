import type { Doorbell } from '../domain/event/event-log.ts';

/** A doorbell inside one process. Rings of the same turn of the event loop reach each listener once, after that turn. */
export function createLocalDoorbell(): Doorbell {
  const listeners = new Set<() => void>();
  let rung = false;

  function notify(): void {
    // before the listeners: what one of them causes rings again
    rung = false;
    for (const listener of [...listeners]) listener();
  }

  return {
    reachesOthers: false,
    ring() {
      if (rung) return;
      rung = true;
      setImmediate(notify);
    },
    onRing(listener) {
      // an entry of its own, so that the same function registered twice is ended twice
      const entry = (): void => listener();
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
  };
}
