import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { get_encoding } from 'tiktoken';
import { createTiktokenCounter } from '../src/tokenizer/tiktoken-counter.ts';
import { benchTexts } from './token-texts.ts';
import type { BenchText } from './token-texts.ts';

const ENCODING = 'o200k_base';
const SECONDS = 3;
const NOT_MEASURED = '–';
const README = new URL('README.md', import.meta.url);
const BEGIN = '<!-- results: npm run bench:tokens -- --write -->';
const END = '<!-- end of token results -->';

const PROMPT_LENGTH = 2000;
const HEADER = ['text', 'counter', 'tokens', 'MB/s', 'loop p99 ms', 'loop max ms'];

/** Counts one text and says how many tokens it has. */
type Count = (text: string) => Promise<number>;

interface Row {
  tokens: number;
  megabytesPerSecond: number;
  /** How late the event loop was while it counted: what any other request waits on top of its own work. */
  p99Ms: number;
  maxMs: number;
}

/** Counts for some seconds, a text that was not counted before each time. */
async function measure(count: Count, textOf: (round: number) => string): Promise<Row> {
  const tokens = await count(textOf(0));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await sleep(10);
  delay.enable();
  const startedAt = performance.now();
  let bytes = 0;
  for (let round = 1; performance.now() - startedAt < SECONDS * 1000; round += 1) {
    const text = textOf(round);
    bytes += Buffer.byteLength(text);
    await count(text);
    await nextTurn();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await sleep(10);
  delay.disable();
  const toMs = (nanoseconds: number): number => nanoseconds / 1e6;
  return {
    tokens,
    megabytesPerSecond: bytes / 1e6 / seconds,
    p99Ms: toMs(delay.percentile(99)),
    maxMs: toMs(delay.max),
  };
}

async function bench(): Promise<string> {
  const counter = createTiktokenCounter();
  const encoder = get_encoding(ENCODING);
  const own: Count = async (text) => {
    const { tokens, method } = await counter.countText(text, ENCODING);
    if (method !== 'exact') throw new Error(`${text.length} characters were not counted exactly`);
    return tokens;
  };
  const bare: Count = (text) => Promise.resolve(encoder.encode(text, [], []).length);

  const rows = [HEADER];
  for (const { name, isHopeless, textOf } of [...promptRows(), ...benchTexts().map(toRow)]) {
    process.stderr.write(`${name} …\n`);
    const ours = await measure(own, textOf);
    const theirs = isHopeless ? null : await measure(bare, textOf);
    if (theirs !== null && theirs.tokens !== ours.tokens) {
      throw new Error(`${name}: ${ours.tokens} tokens, and ${theirs.tokens} with tiktoken`);
    }
    rows.push(cells(name, 'tiktoken alone', theirs), cells('', 'Tollgate', ours));
  }
  await counter.close();
  return formatTable(rows);
}

function promptRows() {
  const [prose] = benchTexts();
  const text = prose?.text ?? '';
  const textOf = (round: number): string => {
    const from = (round * 97) % (text.length - PROMPT_LENGTH);
    return `${round} ${text.slice(from, from + PROMPT_LENGTH)}`;
  };
  return [{ name: `prompts of ${PROMPT_LENGTH} characters`, isHopeless: false, textOf }];
}

function toRow({ name, text, isHopeless }: BenchText) {
  return { name, isHopeless, textOf: (round: number) => `${round} ${text}` };
}

function cells(name: string, counter: string, row: Row | null): string[] {
  if (row === null) return [name, counter, ...Array.from({ length: 4 }, () => NOT_MEASURED)];
  const { tokens, megabytesPerSecond, p99Ms, maxMs } = row;
  const rounded = [megabytesPerSecond, p99Ms, maxMs].map((number) => number.toFixed(1));
  return [name, counter, tokens.toLocaleString('en'), ...rounded];
}

/** A Markdown table whose columns line up. */
function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number): boolean => column < 2;
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return isText(column) ? cell.padEnd(width) : cell.padStart(width);
    });
    return `| ${padded.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  const [header = [], ...others] = rows;
  return [line(header), `| ${rule.join(' | ')} |`, ...others.map(line)].join('\n');
}

function describeRun(): string {
  const { arch, platform, versions } = process;
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, ${availableParallelism()} cores (${platform} ${arch}), Node ${versions.node}, \`npm run bench:tokens\`:`;
}

/** Puts the text in the place of the last results in README.md. */
function writeResults(text: string): void {
  const readme = readFileSync(README, 'utf8');
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`bench/README.md has no place between "${BEGIN}" and "${END}"`);
  writeFileSync(README, `${readme.slice(0, begin)}${BEGIN}\n\n${text}\n\n${readme.slice(end)}`);
}

const text = `${describeRun()}\n\n${await bench()}`;
process.stdout.write(`${text}\n`);
if (process.argv.includes('--write')) writeResults(text);
