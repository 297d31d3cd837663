import type { LoadResult } from './load.ts';

/** One server at one number of connections. */
export interface Cell extends LoadResult {
  /** The server's. */
  name: string;
  connections: number;
  /** Requests that were answered as they should, with those of the warm-up. */
  answered: number;
  /** Null where they can't be read. */
  cpuSecondsPer1000: number | null;
  rssBytes: number | null;
}

/** The same load on both. */
export interface Comparison {
  proxy: Cell;
  tollgate: Cell;
}

const HEADER = [
  'connections',
  'server',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'CPU s per 1,000',
  'RSS MiB',
  'errors',
];
const NOT_KNOWN = 'n/a';

/** A Markdown table whose columns line up, so that it reads well in a terminal too. */
export function formatTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ proxy, tollgate }) => [
    rowOf(proxy),
    rowOf(tollgate),
    ratioRow(tollgate, proxy),
  ]);
  const widths = HEADER.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join(' | ')} |`;
  const rule = widths.map((width, column) =>
    isText(column) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(HEADER), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

function rowOf(cell: Cell): string[] {
  return [
    String(cell.connections),
    cell.name,
    rateOf(cell).toFixed(0),
    cell.p50Ms.toFixed(2),
    cell.p99Ms.toFixed(2),
    cell.cpuSecondsPer1000?.toFixed(2) ?? NOT_KNOWN,
    cell.rssBytes === null ? NOT_KNOWN : (cell.rssBytes / 2 ** 20).toFixed(0),
    String(cell.errors),
  ];
}

function ratioRow(tollgate: Cell, proxy: Cell): string[] {
  const ratio = (one: number | null, other: number | null): string =>
    one === null || other === null || other === 0 ? NOT_KNOWN : `${(one / other).toFixed(2)} x`;
  return [
    '',
    'ratio',
    ratio(rateOf(tollgate), rateOf(proxy)),
    ratio(tollgate.p50Ms, proxy.p50Ms),
    ratio(tollgate.p99Ms, proxy.p99Ms),
    ratio(tollgate.cpuSecondsPer1000, proxy.cpuSecondsPer1000),
    ratio(tollgate.rssBytes, proxy.rssBytes),
    '',
  ];
}

function rateOf({ requests, seconds }: Cell): number {
  return requests / seconds;
}

function isText(column: number): boolean {
  return HEADER[column] === 'server';
}

function pad(text: string, width: number, column: number): string {
  return isText(column) ? text.padEnd(width) : text.padStart(width);
}
