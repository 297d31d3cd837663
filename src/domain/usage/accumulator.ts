import type { Tag } from '../call/call.ts';
import { ValidationError } from '../errors.ts';
import { createBucketLookup } from './bucket.ts';
import type { BucketLookup } from './bucket.ts';
import { groupKeyOf } from './group-key.ts';
import { readSection } from './section.ts';
import type { Target } from './section.ts';
import { AT } from './sums.ts';
import { addShare, newTally, toMetrics } from './tally.ts';
import type { Tally } from './tally.ts';
import { CALL_DIMENSIONS } from './usage.ts';
import type { DimensionValues, TagUse, UsageCall, UsageQuery, UsageRow } from './usage.ts';
import { shareOf } from './usage-call.ts';
import { VIEWS } from './view.ts';
import type { ViewName } from './view.ts';

/** One view of a rollup, without histograms where the query does without. */
export interface RollupPart {
  view: ViewName;
  numbers: Uint8Array;
  histograms: Uint8Array | null;
}

/** Adds up what a query asks for, from rollups and calls in any order. Adding throws ValidationError beyond its `groupsMax`. */
export interface UsageAccumulator {
  /** The rollup begins at `start` and has slots of `slotMs`; each slot that isn't left out must be within one bucket. */
  addRollup(part: RollupPart, start: number, slotMs: number, without?: readonly number[]): void;
  addCall(call: UsageCall): void;
  rows(): UsageRow[];
}

interface Group {
  dimensions: DimensionValues;
  tag: Tag | null;
  tally: Tally;
}

export function createUsageAccumulator(query: UsageQuery): UsageAccumulator {
  const bucketAt: BucketLookup | null =
    query.bucket === null ? null : createBucketLookup(query.bucket, query.timeZone);
  const groupsOfBucket = new Map<number | null, Map<string, Group>>();
  const toGroupValues = createGrouping(query);
  const isWanted = createFilter(query);
  const { groupsMax = Infinity } = query;
  let groupCount = 0;

  function groupOf(bucketStart: number | null, values: DimensionValues, tag: Tag | null): Group {
    let groups = groupsOfBucket.get(bucketStart);
    if (groups === undefined) groupsOfBucket.set(bucketStart, (groups = new Map<string, Group>()));
    const key = groupKeyOf(values, tag);
    let group = groups.get(key);
    if (group === undefined) {
      groupCount += 1;
      if (groupCount > groupsMax) throw tooManyGroups(groupsMax);
      groups.set(key, (group = { dimensions: values, tag, tally: newTally() }));
    }
    return group;
  }

  return {
    addRollup(part, start, slotMs, without = []) {
      const targetsOf = VIEWS[part.view].byTag
        ? (tag: Tag | null) => targetsOfTag(query.tags, tag)
        : () => [{ tag: null, times: 1 as const }];
      let combinations: readonly DimensionValues[] = [];
      let wanted: boolean[] = [];
      let tags: readonly (Tag | null)[] = [];
      let bucketStart: number | null | undefined;
      let slotOfBucket = -1;
      // the groups of a row are looked up once for each bucket, not for each row
      let known: (readonly Target[] | undefined)[] = [];
      readSection(part, {
        open(dimensions, tagsOfSection) {
          combinations = dimensions.map(toGroupValues);
          wanted = dimensions.map(isWanted);
          tags = [null, ...tagsOfSection];
        },
        targets(slot, dimensions, tag) {
          if (without.includes(slot)) return NO_TARGETS;
          if (slot !== slotOfBucket) {
            slotOfBucket = slot;
            const bucketOfSlot = bucketAt === null ? null : bucketAt(start + slot * slotMs).start;
            if (bucketOfSlot !== bucketStart) known = [];
            bucketStart = bucketOfSlot;
          }
          const place = dimensions * tags.length + tag + 1;
          return (known[place] ??=
            wanted[dimensions] !== true
              ? NO_TARGETS
              : targetsOf(tags[tag + 1] ?? null).map((target) => ({
                  tally: groupOf(bucketStart ?? null, combinations[dimensions] ?? [], target.tag).tally,
                  times: target.times,
                })));
        },
      });
    },
    addCall(call) {
      if (!isWanted(call.dimensions)) return;
      const bucketStart = bucketAt === null ? null : bucketAt(call.startedAt).start;
      const share = shareOf(call);
      for (const tag of tagsOfCall(query.tags, call.tags)) {
        const group = groupOf(bucketStart, toGroupValues(call.dimensions), tag);
        addShare(group.tally, share, call.feedback);
        if (!query.withHistograms) forgetHistograms(group.tally);
      }
    },
    rows: () =>
      [...groupsOfBucket].flatMap(([bucketStart, groups]) =>
        [...groups.values()]
          // what was taken away for a tag may leave nothing
          .filter(({ tally }) => tally.sums[AT.calls] !== 0)
          .map(({ dimensions, tag, tally }) => ({ dimensions, tag, bucketStart, metrics: toMetrics(tally) })),
      ),
  };
}

/** What is said of a report with more groups than it may have. */
export function tooManyGroups(groupsMax: number): ValidationError {
  const message = `must make at most ${groupsMax} groups over all buckets, before \`having\` and \`top\`; take larger buckets, a filter or a shorter range`;
  return new ValidationError([{ path: 'input.groupBy', message }]);
}

const NO_TARGETS: readonly Target[] = [];

/** The groups that rows of a tag are added to, or taken from. */
function targetsOfTag(use: TagUse, tag: Tag | null): readonly { tag: Tag | null; times: 1 | -1 }[] {
  switch (use.kind) {
    case 'none':
      return [];
    case 'filter':
      return tag !== null && isSameTag(tag, use.tag) ? [{ tag: null, times: 1 }] : [];
    case 'by_tag':
      return [{ tag, times: 1 }];
    case 'by_key':
      // all calls are in the group without a tag at first
      return tag?.key === use.key
        ? [
            { tag, times: 1 },
            { tag: null, times: -1 },
          ]
        : [];
  }
}

function tagsOfCall(use: TagUse, tags: readonly Tag[]): readonly (Tag | null)[] {
  switch (use.kind) {
    case 'none':
      return [null];
    case 'filter':
      return tags.some((tag) => isSameTag(tag, use.tag)) ? [null] : [];
    case 'by_tag':
      return tags.length === 0 ? [null] : tags;
    case 'by_key':
      return [tags.find(({ key }) => key === use.key) ?? null];
  }
}

function isSameTag(a: Tag, b: Tag): boolean {
  return a.key === b.key && a.value === b.value;
}

/** The values that a query is grouped by, null for the others. */
function createGrouping({ groupBy }: UsageQuery): (dimensions: DimensionValues) => DimensionValues {
  const isGrouped = CALL_DIMENSIONS.map((dimension) => groupBy.includes(dimension));
  return (dimensions) => isGrouped.map((grouped, index) => (grouped ? (dimensions[index] ?? null) : null));
}

function createFilter({ filter }: UsageQuery): (dimensions: DimensionValues) => boolean {
  const accepted = CALL_DIMENSIONS.flatMap((dimension, index) => {
    const values = filter[dimension];
    return values === undefined ? [] : [{ index, values: new Set(values) }];
  });
  return (dimensions) =>
    accepted.every(({ index, values }) => {
      const value = dimensions[index] ?? null;
      return value !== null && values.has(value);
    });
}

function forgetHistograms(tally: Tally): void {
  tally.latency.clear();
  tally.firstToken.clear();
}
