import { ByteReader } from '../../lib/byte-reader.ts';
import { ByteWriter } from '../../lib/byte-writer.ts';
import type { Tag } from '../call/call.ts';
import { groupKeyOf } from './group-key.ts';
import { addToHistogram } from './histogram.ts';
import type { Histogram } from './histogram.ts';
import { carryMoney, SUM_COUNT } from './sums.ts';
import type { Tally } from './tally.ts';
import { addFeedback } from './tally.ts';
import { CALL_DIMENSIONS } from './usage.ts';
import type { DimensionValues, UsageFeedback } from './usage.ts';

/** Rows of one view of a rollup as bytes; the histograms apart, since most reports don't read them. */
export interface Section {
  numbers: Uint8Array;
  histograms: Uint8Array;
}

export interface SectionRow {
  /** Which part of the rollup's time the row is of, from 0. */
  slot: number;
  dimensions: DimensionValues;
  tag: Tag | null;
  tally: Tally;
}

/** A tally that rows are added to, or taken from. */
export interface Target {
  tally: Tally;
  times: 1 | -1;
}

/** Where the rows of a section go. */
export interface SectionVisitor {
  /** Told first: what the rows refer to by number. */
  open(dimensions: readonly DimensionValues[], tags: readonly Tag[]): void;
  /** The tallies that the row is for. `tag` is -1 for none. */
  targets(slot: number, dimensions: number, tag: number): readonly Target[];
}

const FORMAT = 1;
const MISSING = 0;

/** Rows by slot, each with the columns that aren't 0. */
export function encodeSection(rows: readonly SectionRow[]): Section {
  const texts = createNumbering<string>((text) => text);
  const combinations = createNumbering<DimensionValues>((values) => groupKeyOf(values, null));
  const tags = createNumbering<Tag>((tag) => groupKeyOf([], tag));
  const body = new ByteWriter();
  const histograms = new ByteWriter();
  body.number(rows.length);
  let slotBefore = 0;
  for (const { slot, dimensions, tag, tally } of [...rows].sort((a, b) => a.slot - b.slot)) {
    body.number(slot - slotBefore);
    slotBefore = slot;
    body.number(combinations.numberOf(dimensions));
    body.number(tag === null ? MISSING : tags.numberOf(tag) + 1);
    writeSums(body, tally);
    body.number(tally.feedback.size);
    for (const entry of tally.feedback.values()) writeFeedback(body, entry, texts);
    writeHistogram(histograms, tally.latency);
    writeHistogram(histograms, tally.firstToken);
  }

  const numberOrMissing = (text: string | null): number =>
    text === null ? MISSING : texts.numberOf(text) + 1;
  const references = new ByteWriter();
  references.number(combinations.items.length);
  for (const values of combinations.items)
    for (let index = 0; index < CALL_DIMENSIONS.length; index += 1)
      references.number(numberOrMissing(values[index] ?? null));
  references.number(tags.items.length);
  for (const { key, value } of tags.items) {
    references.number(texts.numberOf(key));
    references.number(texts.numberOf(value));
  }
  const head = new ByteWriter();
  head.number(FORMAT);
  head.number(CALL_DIMENSIONS.length);
  head.number(texts.items.length);
  for (const text of texts.items) head.text(text);
  const parts = [head.toBytes(), references.toBytes(), body.toBytes()];
  return { numbers: Buffer.concat(parts), histograms: histograms.toBytes() };
}

/**
 * Adds the rows of a section to their tallies; without the histograms when those are null. Throws RangeError for bytes that
 * are no section.
 */
export function readSection(
  { numbers, histograms }: { numbers: Uint8Array; histograms: Uint8Array | null },
  visitor: SectionVisitor,
): void {
  const reader = new ByteReader(numbers);
  if (reader.number() !== FORMAT) throw new RangeError('a rollup of an unknown format');
  const texts = openSection(reader, visitor);
  const durations = histograms === null ? null : new ByteReader(histograms);
  const columns = new Uint8Array(SUM_COUNT);
  const values = new Float64Array(SUM_COUNT);
  let slot = 0;
  for (let rows = reader.number(); rows > 0; rows -= 1) {
    slot += reader.number();
    const targets = visitor.targets(slot, reader.number(), reader.number() - 1);
    let mask = reader.number();
    let count = 0;
    for (let column = 0; mask > 0; column += 1) {
      if ((mask & 1) === 1) {
        columns[count] = column;
        values[count] = reader.number();
        count += 1;
      }
      mask >>>= 1;
    }
    for (const { tally, times } of targets) {
      const { sums } = tally;
      for (let index = 0; index < count; index += 1) {
        const column = columns[index] ?? 0;
        sums[column] = (sums[column] ?? 0) + times * (values[index] ?? 0);
      }
      carryMoney(sums);
    }
    for (let entries = reader.number(); entries > 0; entries -= 1) {
      const entry = readFeedback(reader, texts);
      for (const { tally, times } of targets) addFeedback(tally, entry, times);
    }
    if (durations === null) continue;
    addHistogram(durations, targets, 'latency');
    addHistogram(durations, targets, 'firstToken');
  }
  if (reader.isPastEnd || durations?.isPastEnd === true) throw new RangeError('a rollup that is cut off');
}

/** Reads what the rows refer to, and returns the texts among it. */
function openSection(reader: ByteReader, visitor: SectionVisitor): string[] {
  const width = reader.number();
  const texts = readMany(reader, () => reader.text());
  const textOrNull = (number: number): string | null =>
    number === MISSING ? null : (texts[number - 1] ?? null);
  const combinations = readMany(reader, () => {
    const values = Array.from({ length: width }, () => textOrNull(reader.number()));
    while (values.length < CALL_DIMENSIONS.length) values.push(null);
    return values;
  });
  const tags = readMany(reader, () => ({
    key: texts[reader.number()] ?? '',
    value: texts[reader.number()] ?? '',
  }));
  visitor.open(combinations, tags);
  return texts;
}

function writeSums(writer: ByteWriter, { sums }: Tally): void {
  let mask = 0;
  for (let index = 0; index < SUM_COUNT; index += 1) if (sums[index] !== 0) mask += 2 ** index;
  writer.number(mask);
  for (const sum of sums) if (sum !== 0) writer.number(sum);
}

function writeFeedback(writer: ByteWriter, entry: UsageFeedback, texts: Numbering<string>): void {
  writer.number(texts.numberOf(entry.name));
  writer.number(entry.label === null ? MISSING : texts.numberOf(entry.label) + 1);
  writer.number(entry.count);
  writer.number(entry.scored);
  writer.signed(entry.scoreMicro);
}

function readFeedback(reader: ByteReader, texts: readonly string[]): UsageFeedback {
  const name = texts[reader.number()] ?? '';
  const label = reader.number();
  return {
    name,
    label: label === MISSING ? null : (texts[label - 1] ?? null),
    count: reader.number(),
    scored: reader.number(),
    scoreMicro: reader.signed(),
  };
}

function writeHistogram(writer: ByteWriter, histogram: Histogram): void {
  writer.number(histogram.size);
  let before = 0;
  for (const [bin, count] of [...histogram].sort(([a], [b]) => a - b)) {
    writer.number(bin - before);
    writer.number(count);
    before = bin;
  }
}

function addHistogram(reader: ByteReader, targets: readonly Target[], name: 'latency' | 'firstToken'): void {
  let bin = 0;
  for (let bins = reader.number(); bins > 0; bins -= 1) {
    bin += reader.number();
    const count = reader.number();
    for (const { tally, times } of targets) addToHistogram(tally[name], bin, times * count);
  }
}

function readMany<Item>(reader: ByteReader, read: () => Item): Item[] {
  return Array.from({ length: reader.number() }, read);
}

interface Numbering<Item> {
  items: readonly Item[];
  numberOf(item: Item): number;
}

/** Gives each different item a number, from 0, in the order in which they come. */
function createNumbering<Item>(keyOf: (item: Item) => string): Numbering<Item> {
  const numbers = new Map<string, number>();
  const items: Item[] = [];
  return {
    items,
    numberOf(item) {
      const key = keyOf(item);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}
