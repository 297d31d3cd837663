import type { RollupPart } from '../../domain/usage/accumulator.ts';
import { rangesOfReads } from '../../domain/usage/read-plan.ts';
import type { RollupRead, TimeRange } from '../../domain/usage/read-plan.ts';
import { BASE_VIEWS, DAY_MS } from '../../domain/usage/rollup.ts';
import type { BaseRollup, Grain, Rollup } from '../../domain/usage/rollup.ts';
import type { Section } from '../../domain/usage/section.ts';
import { VIEW_NAMES } from '../../domain/usage/view.ts';
import type { ViewName } from '../../domain/usage/view.ts';
import type { Database } from './database.ts';

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

/** libsql gives a BLOB as an ArrayBuffer. */
interface RollupRow {
  start: bigint;
  version: bigint;
  numbers: ArrayBuffer;
  histograms: ArrayBuffer | null;
}

/** Those of the rollups that are there in the version that was asked for, each in all these views. */
export function readRollups(
  database: Database,
  projectId: string,
  reads: readonly RollupRead[],
  views: readonly ViewName[],
  withHistograms: boolean,
): FoundRollup[] {
  const found = new Map(reads.map((read) => [read, [] as RollupPart[]]));
  for (const grain of new Set(reads.map((read) => read.grain))) {
    const ofGrain = reads.filter((read) => read.grain === grain);
    const wanted = new Map(ofGrain.map((read) => [read.start, read]));
    const rowsOf = (view: ViewName, { from, before }: TimeRange): RollupRow[] =>
      database.all<RollupRow>(
        `SELECT start, version, numbers, ${withHistograms ? 'histograms' : 'NULL AS histograms'}
         FROM usage_rollups WHERE project_id = ? AND grain = ? AND view = ? AND start >= ? AND start < ?`,
        projectId,
        grain,
        view,
        from,
        before,
      );
    const ranges = rangesOfReads(ofGrain);
    for (const view of views) {
      for (const { start, version, numbers, histograms } of ranges.flatMap((range) => rowsOf(view, range))) {
        const read = wanted.get(Number(start));
        if (read === undefined || read.version !== Number(version)) continue;
        found.get(read)?.push({
          view,
          numbers: new Uint8Array(numbers),
          histograms: histograms && new Uint8Array(histograms),
        });
      }
    }
  }
  return [...found].flatMap(([read, parts]) => (parts.length === views.length ? [{ read, parts }] : []));
}

/** The rollups of all quarters of the range, as they are. */
export function readQuarterRollups(
  database: Database,
  projectId: string,
  { from, before }: TimeRange,
): { start: number; rollup: BaseRollup }[] {
  const rollups = new Map<number, Partial<Record<ViewName, Section>>>();
  for (const view of BASE_VIEWS) {
    const rows = database.all<RollupRow & { histograms: ArrayBuffer }>(
      `SELECT start, version, numbers, histograms FROM usage_rollups
       WHERE project_id = ? AND grain = 'quarter' AND view = ? AND start >= ? AND start < ?`,
      projectId,
      view,
      from,
      before,
    );
    for (const { start, numbers, histograms } of rows) {
      const at = Number(start);
      const section = { numbers: new Uint8Array(numbers), histograms: new Uint8Array(histograms) };
      rollups.set(at, { ...rollups.get(at), [view]: section });
    }
  }
  return [...rollups].map(([start, rollup]) => ({ start, rollup: rollup as BaseRollup }));
}

/** What the reader has made of a snapshot, for the writer to store; a newer rollup stays. */
export function writeRollups(database: Database, rollups: readonly NewRollup[]): void {
  for (const rollup of rollups) writeRollup(database, rollup);
}

function writeRollup(database: Database, { projectId, grain, start, version, rollup }: NewRollup): void {
  for (const view of VIEW_NAMES) {
    const { numbers, histograms } = rollup[view];
    database.run(
      `INSERT INTO usage_rollups (project_id, grain, view, start, version, numbers, histograms)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (project_id, grain, view, start) DO UPDATE SET version = excluded.version,
         numbers = excluded.numbers, histograms = excluded.histograms
       WHERE version < excluded.version`,
      projectId,
      grain,
      view,
      start,
      version,
      numbers,
      histograms,
    );
  }
  if (grain === 'quarter') {
    database.run(
      `UPDATE usage_quarters SET rolled_up_version = ? WHERE project_id = ? AND start = ? AND rolled_up_version < ?`,
      version,
      projectId,
      start,
      version,
    );
  } else if (grain === 'day') {
    const ofDay = 'project_id = ? AND start >= ? AND start < ?';
    const day = [projectId, start, start + DAY_MS];
    // not after a change since
    database.run(
      `UPDATE usage_quarters SET day_version = version
       WHERE ${ofDay} AND (SELECT sum(version) FROM usage_quarters WHERE ${ofDay}) = ?`,
      ...day,
      ...day,
      version,
    );
  }
}
