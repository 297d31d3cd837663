import { fencedBlocks } from './fenced-blocks.ts';
import type { Table, Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';
import { parseDelimited } from './delimited-text.ts';

const MAX_CELLS = 100_000;

/** The one Markdown table of the text, or comma, semicolon or tab separated values that are all of it or in a fence. */
export function transformToTable(text: string): Transformed<Table> {
  const [first, ...others] = markdownTables(text.split(/\r?\n/));
  if (others.length > 0) return failed('the answer has more than one table');
  const table = first ?? delimitedTable(text);
  if (table === null) return failed('the answer has no Markdown table, and is no comma-separated text');
  const { columns, rows } = table;
  if (columns.length * (rows.length + 1) > MAX_CELLS)
    return failed(`the table has more than ${MAX_CELLS} cells`);
  const wrong = rows.findIndex((row) => row.length > columns.length);
  if (wrong !== -1) {
    return failed(
      `row ${wrong + 1} has ${rows[wrong]?.length ?? 0} cells, and the table has ${columns.length} columns`,
    );
  }
  // as in GitHub's Markdown, cells that are missing at the end of a row are empty
  const filled = rows.map((row) => [...row, ...Array<string>(columns.length - row.length).fill('')]);
  return transformed({ columns, rows: filled });
}

function markdownTables(lines: readonly string[]): Table[] {
  const tables: Table[] = [];
  // two are already too many
  for (let index = 1; index < lines.length && tables.length < 2; index++) {
    const columns = cellsOf(lines[index - 1] ?? '');
    const rules = cellsOf(lines[index] ?? '');
    if (columns.length !== rules.length || !(lines[index] ?? '').includes('|')) continue;
    if (!rules.every((rule) => /^:?-+:?$/.test(rule))) continue;
    const end = lines.findIndex((line, at) => at > index && !line.includes('|'));
    const body = lines.slice(index + 1, end === -1 ? lines.length : end);
    tables.push({ columns, rows: body.map(cellsOf) });
    index += body.length + 1;
  }
  return tables;
}

/** The cells of a line; `\|` is a bar inside one. */
function cellsOf(line: string): string[] {
  const bare = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return bare.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function delimitedTable(text: string): Table | null {
  const blocks = fencedBlocks(text).filter(({ closed }) => closed);
  const [block, ...others] = blocks.filter(({ language }) => ['csv', 'tsv', ''].includes(language));
  if (others.length > 0) return null;
  const lines = parseDelimited(block?.content ?? text);
  if (lines === null) return null;
  const [columns = [], ...rows] = lines;
  // prose with a comma has lines of different lengths, or only one
  const isEven = columns.length > 1 && rows.length > 0 && rows.every((row) => row.length === columns.length);
  return isEven ? { columns, rows } : null;
}
