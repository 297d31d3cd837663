/** Cells of comma, semicolon or tab separated lines, quoted as in RFC 4180; null when a quote is not closed. */
export function parseDelimited(text: string): string[][] | null {
  const separator = separatorOf(text);
  const lines: string[][] = [];
  let cells: string[] = [];
  const blank = separator === '\\t' ? ' *' : '[ \\t]*';
  // a cell is a quoted text, in which two quotes are one, or everything up to the next separator
  const cell = new RegExp(
    `${blank}"((?:[^"]|"")*)"${blank}(${separator}|\\r?\\n|$)|([^${separator}\\r\\n]*)(${separator}|\\r?\\n|$)`,
    'y',
  );
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return null;
    const [, quoted, afterQuoted, plain = '', afterPlain = ''] = match;
    if (quoted === undefined && plain.trimStart().startsWith('"')) return null;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    const end = afterQuoted ?? afterPlain;
    if (end === separatorText(separator)) continue;
    if (cells.length > 1 || cells[0] !== '') lines.push(cells);
    cells = [];
  }
  if (cells.length > 0) lines.push([...cells, '']);
  return lines;
}

/** The one of the three that the first line has most of. */
function separatorOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  const counts = [',', ';', '\\t'].map((separator) => ({
    separator,
    count: header.split(separatorText(separator)).length,
  }));
  return counts.reduce((best, other) => (other.count > best.count ? other : best)).separator;
}

function separatorText(separator: string): string {
  return separator === '\\t' ? '\t' : separator;
}
