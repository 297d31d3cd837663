import type { Tag } from '../call/call.ts';
import { encodeSection, readSection } from './section.ts';
import type { Section, SectionRow, Target } from './section.ts';
import { addShare, addTally, newTally } from './tally.ts';
import { groupKeyOf, SEPARATOR } from './group-key.ts';
import { CALL_DIMENSIONS } from './usage.ts';
import type { DimensionValues, UsageCall } from './usage.ts';
import { shareOf } from './usage-call.ts';
import { VIEW_NAMES, VIEWS } from './view.ts';
import type { View, ViewName } from './view.ts';

export const QUARTER_MS = 15 * 60_000;
export const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * What is kept of a stretch of time. Quarters of an hour are summed up from their calls, and make the rest: the hours of a
 * UTC day, and the day as a whole.
 */
export const GRAINS = ['quarter', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

/** How much time one slot of a rollup is of: a quarter and a day have one, and a day has 24 hours. */
export const SLOT_MS: Readonly<Record<Grain, number>> = { quarter: QUARTER_MS, hour: HOUR_MS, day: DAY_MS };

/** How long after its end a stretch of time is rolled up: by then most of its calls have ended. */
export const ROLLUP_DELAY_MS = 60_000;

/** Sums over the finished calls of a stretch of time, in each view. */
export type Rollup = Record<ViewName, Section>;

/** The views that the others can be made from. */
export const BASE_VIEWS = ['all', 'tag_all'] as const;
export type BaseRollup = Pick<Rollup, (typeof BASE_VIEWS)[number]>;

export interface RollupBuilder {
  addCall(call: UsageCall): void;
  /** Adds the rows of another rollup, which begins at `start` and has slots of `slotMs`. */
  addRollup(rollup: BaseRollup, start: number, slotMs: number): void;
  build(): Rollup;
}

export function createRollupBuilder(start: number, slotMs: number): RollupBuilder {
  const slotOf = (at: number): number => Math.floor((at - start) / slotMs);
  const calls = createRows();
  const tags = createRows();

  function addSection(rows: Rows, section: Section, sectionStart: number, sectionSlotMs: number): void {
    let combinations: readonly DimensionValues[] = [];
    let tagList: readonly Tag[] = [];
    readSection(section, {
      open(dimensions, tagsOfSection) {
        combinations = dimensions;
        tagList = tagsOfSection;
      },
      targets(slot, dimensions, tag): Target[] {
        const at = slotOf(sectionStart + slot * sectionSlotMs);
        const { tally } = rows.rowOf(at, combinations[dimensions] ?? [], tagList[tag] ?? null);
        return [{ tally, times: 1 }];
      },
    });
  }

  return {
    addCall(call) {
      const share = shareOf(call);
      const { dimensions } = call;
      const slot = slotOf(call.startedAt);
      addShare(calls.rowOf(slot, dimensions, null).tally, share, call.feedback);
      for (const tag of call.tags.length === 0 ? [null] : call.tags)
        addShare(tags.rowOf(slot, dimensions, tag).tally, share, call.feedback);
    },
    addRollup(rollup, rollupStart, rollupSlotMs) {
      addSection(calls, rollup.all, rollupStart, rollupSlotMs);
      addSection(tags, rollup.tag_all, rollupStart, rollupSlotMs);
    },
    build() {
      const sections = VIEW_NAMES.map((name) => {
        const view: View = VIEWS[name];
        return [name, encodeSection(viewOf(view, (view.byTag ? tags : calls).all()))] as const;
      });
      return Object.fromEntries(sections) as Rollup;
    },
  };
}

/** The rows with the values of the view's dimensions only, summed up. */
function viewOf({ dimensions }: View, rows: readonly SectionRow[]): readonly SectionRow[] {
  if (dimensions.length === CALL_DIMENSIONS.length) return rows;
  const isInView = CALL_DIMENSIONS.map((dimension) => dimensions.includes(dimension));
  const view = createRows();
  for (const { slot, dimensions: values, tag, tally } of rows) {
    const row = view.rowOf(
      slot,
      values.map((value, index) => (isInView[index] === true ? value : null)),
      tag,
    );
    addTally(row.tally, tally);
  }
  return view.all();
}

interface Rows {
  /** The row of these, a new one where there is none. */
  rowOf(slot: number, dimensions: DimensionValues, tag: Tag | null): SectionRow;
  all(): SectionRow[];
}

function createRows(): Rows {
  const rows = new Map<string, SectionRow>();
  return {
    rowOf(slot, dimensions, tag) {
      const key = `${slot}${SEPARATOR}${groupKeyOf(dimensions, tag)}`;
      let row = rows.get(key);
      if (row === undefined) rows.set(key, (row = { slot, dimensions, tag, tally: newTally() }));
      return row;
    },
    all: () => [...rows.values()],
  };
}
