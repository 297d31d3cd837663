import { Binary } from 'mongodb';
import type { RollupPart } from '../../domain/usage/accumulator.ts';
import { rangesOfReads } from '../../domain/usage/read-plan.ts';
import type { RollupRead, TimeRange } from '../../domain/usage/read-plan.ts';
import type { BaseRollup, Grain, Rollup } from '../../domain/usage/rollup.ts';
import type { Section } from '../../domain/usage/section.ts';
import { VIEW_NAMES } from '../../domain/usage/view.ts';
import type { ViewName } from '../../domain/usage/view.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './store-failure.ts';
import { quarterIdOf, rollupIdOf } from './usage-documents.ts';
import type { RollupDocument } from './usage-documents.ts';

/** A document can have 16 MB; a quarter with more than that in its rollup is summed up from its calls each time. */
const ROLLUP_BYTES_MAX = 15_000_000;

/** A rollup that is as wanted. */
export interface FoundRollup {
  read: RollupRead;
  parts: RollupPart[];
}

/** A rollup with the version of what it was made from. */
export interface NewRollup {
  projectId: string;
  grain: Grain;
  start: number;
  version: number;
  rollup: Rollup;
}

/** Those of the rollups that are there in the version that was asked for, with these views. */
export async function readRollups(
  { rollupReports, repeat }: Database,
  projectId: string,
  reads: readonly RollupRead[],
  views: readonly ViewName[],
  withHistograms: boolean,
): Promise<FoundRollup[]> {
  const fields = views.flatMap((view) => [
    [`numbers.${view}`, 1],
    ...(withHistograms ? [[`histograms.${view}`, 1]] : []),
  ]);
  const projection = { _id: 0, start: 1, version: 1, ...(Object.fromEntries(fields) as object) };
  const grains = [...new Set(reads.map(({ grain }) => grain))];
  const runs = grains.flatMap((grain) => {
    const ofGrain = reads.filter((read) => read.grain === grain);
    const wanted = new Map(ofGrain.map((read) => [read.start, read]));
    return rangesOfReads(ofGrain).map(({ from, before }) => ({ grain, wanted, from, before }));
  });
  const found = await Promise.all(
    runs.map(async ({ grain, wanted, from, before }) => {
      const documents = await repeat(() =>
        rollupReports
          .find({ projectId, grain, start: { $gte: from, $lt: before } })
          .project<Pick<RollupDocument, 'start' | 'version' | 'numbers'> & Partial<RollupDocument>>(
            projection,
          )
          .toArray(),
      );
      return documents.flatMap(({ start, version, numbers, histograms }): FoundRollup[] => {
        const read = wanted.get(start);
        if (read === undefined || read.version !== version) return [];
        const parts = views.map((view) => ({
          view,
          numbers: toBytes(numbers[view]),
          histograms: histograms === undefined ? null : toBytes(histograms[view]),
        }));
        return [{ read, parts }];
      });
    }),
  );
  return found.flat();
}

/** The rollups of all quarters of the range, as they are, with their versions. */
export async function readQuarterRollups(
  { usageRollups, repeat }: Database,
  projectId: string,
  { from, before }: TimeRange,
): Promise<{ start: number; version: number; rollup: BaseRollup }[]> {
  const documents = await repeat(() =>
    usageRollups.find({ projectId, grain: 'quarter', start: { $gte: from, $lt: before } }).toArray(),
  );
  return documents.map(({ start, version, numbers, histograms }) => {
    const section = (view: ViewName): Section => ({
      numbers: toBytes(numbers[view]),
      histograms: toBytes(histograms[view]),
    });
    return { start, version, rollup: { all: section('all'), tag_all: section('tag_all') } };
  });
}

/** Stores the rollup, and says of a quarter that it is up to date; a newer one stays. False when it is too large. */
export async function writeRollup(
  { usageRollups, usageQuarters, repeat }: Pick<Database, 'usageRollups' | 'usageQuarters' | 'repeat'>,
  { projectId, grain, start, version, rollup }: NewRollup,
): Promise<boolean> {
  const sections = Object.values(rollup);
  const size = sections.reduce((sum, section) => sum + section.numbers.length + section.histograms.length, 0);
  if (size > ROLLUP_BYTES_MAX) return false;
  const parts = {
    numbers: toBinaries(rollup, 'numbers'),
    histograms: toBinaries(rollup, 'histograms'),
  };
  await repeat(() =>
    usageRollups.updateOne(
      { _id: rollupIdOf(projectId, grain, start), version: { $lt: version } },
      { $set: { ...parts, projectId, grain, start, version } },
      { upsert: true },
    ),
  ).catch((error: unknown) => {
    // there is one of this version, or of a newer one
    if (!isDuplicateKey(error)) throw error;
  });
  if (grain === 'quarter')
    await repeat(() =>
      usageQuarters.updateOne(
        { _id: quarterIdOf(projectId, start), version },
        { $set: { rolledUpVersion: version }, $unset: { staleStart: '' } },
      ),
    );
  return true;
}

function toBinaries(rollup: Rollup, part: keyof Section): Record<ViewName, Binary> {
  const entries = VIEW_NAMES.map((view) => [view, new Binary(rollup[view][part])] as const);
  return Object.fromEntries(entries) as Record<ViewName, Binary>;
}

function toBytes({ buffer, position }: Binary): Uint8Array {
  return buffer.subarray(0, position);
}
