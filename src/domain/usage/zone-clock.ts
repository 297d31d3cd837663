import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;

/** The local time of a zone, as far as reports need it. */
export interface ZoneClock {
  /** What is added to UTC for local time at that instant, in milliseconds. */
  offsetAt(at: number): number;
  /** Days since 1970-01-01 on the local calendar. */
  localDayAt(at: number): number;
  /** The first instant of that local day, which need not be at midnight. */
  dayStart(localDay: number): number;
}

/** Instants are looked at to the quarter of an hour: since 1972 all zones have changed their clocks at such an instant. */
const STEP_MS = 15 * 60_000;
/** More than any zone is away from UTC. */
const OFFSET_MAX_MS = 16 * 3_600_000;

export function createZoneClock(timeZone: string): ZoneClock {
  const zone = IANAZone.create(timeZone);
  const isUtc = timeZone === 'UTC' || timeZone === 'Etc/UTC';
  const offsets = new Map<number, number>();
  const dayStarts = new Map<number, number>();

  function offsetAt(at: number): number {
    if (isUtc) return 0;
    // asking the zone takes microseconds, and most days have one offset
    const day = Math.floor(at / DAY_MS);
    const start = offsetOfStep(day * DAY_MS);
    const end = offsetOfStep((day + 1) * DAY_MS);
    return start === end ? start : offsetOfStep(Math.floor(at / STEP_MS) * STEP_MS);
  }

  function offsetOfStep(at: number): number {
    let offset = offsets.get(at);
    if (offset === undefined) {
      offset = zone.offset(at) * 60_000;
      offsets.set(at, offset);
    }
    return offset;
  }

  const localDayAt = (at: number): number => Math.floor((at + offsetAt(at)) / DAY_MS);

  /** By halving: where clocks are set back to midnight, a day has two midnights, and the first one starts it. */
  function dayStart(localDay: number): number {
    if (isUtc) return localDay * DAY_MS;
    let start = dayStarts.get(localDay);
    if (start === undefined) {
      let before = (localDay * DAY_MS - OFFSET_MAX_MS) / STEP_MS;
      start = (localDay * DAY_MS + OFFSET_MAX_MS) / STEP_MS;
      while (start - before > 1) {
        const middle = Math.floor((before + start) / 2);
        if (localDayAt(middle * STEP_MS) >= localDay) start = middle;
        else before = middle;
      }
      start *= STEP_MS;
      dayStarts.set(localDay, start);
    }
    return start;
  }

  return { offsetAt, localDayAt, dayStart };
}
