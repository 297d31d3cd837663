import { parseJson } from './parse-json.ts';
import type { Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';

const MAX_ITEMS = 10_000;
const ITEM = /^(\s*)(?:[-*+•–]|\(?\d{1,5}[.)])\s+(\S.*)$/;

/**
 * The items of a JSON list, of a bulleted or numbered one with what is indented below each, of lines, or of one line
 * with commas or semicolons.
 */
export function transformToList(text: string): Transformed<readonly string[]> {
  const items = fromJson(text) ?? fromBullets(text) ?? fromLines(text);
  if (items === null) return failed('the answer is no list: give one item a line, each after a hyphen');
  if (items.length > MAX_ITEMS) return failed(`the list has more than ${MAX_ITEMS} items`);
  return transformed(items);
}

function fromJson(text: string): string[] | null {
  const parsed = parseJson(text);
  if (parsed.kind === 'invalid' || !Array.isArray(parsed.value)) return null;
  // `[1]` amid prose is a footnote
  if (parsed.repairs.includes('prose_removed') && !/^[^\n]*:?\s*\[/.test(text)) return null;
  return parsed.value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)));
}

function fromBullets(text: string): string[] | null {
  const items: { indent: number; lines: string[] }[] = [];
  let isGap = false;
  for (const line of text.split(/\r?\n/)) {
    const [, indent = '', content] = ITEM.exec(line) ?? [];
    const last = items.at(-1);
    const outer = items[0]?.indent ?? indent.length;
    if (content !== undefined && (last === undefined || indent.length <= outer)) {
      items.push({ indent: indent.length, lines: [content.trim()] });
    } else if (line.trim() === '') {
      isGap = true;
      continue;
    } else if (last !== undefined && (/^\s/.test(line) || !isGap)) {
      last.lines.push(line.trim());
    }
    isGap = false;
  }
  return items.length === 0 ? null : items.map(({ lines }) => lines.join('\n'));
}

function fromLines(text: string): string[] | null {
  const lines = text.split(/\r?\n/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  if (lines.length > 1) return lines;
  const [line = ''] = lines;
  const separator = line.includes(';') ? ';' : ',';
  const parts = line.split(separator).map((part) => part.trim());
  if (parts.length < 2) return null;
  const items = parts.map((part, index) => (index === parts.length - 1 ? withoutEnd(part) : part));
  return items.filter((item) => item !== '');
}

/** The last of `a, b, and c.` */
function withoutEnd(item: string): string {
  return item.replace(/^(?:and|or)\s+/i, '').replace(/\.$/, '');
}
