export interface FencedBlock {
  /** The first word after the opening fence in lower case, `` when there is none. */
  language: string;
  /** What is between the fences, line ends as they are, without the last one. */
  content: string;
  /** False when the text ends before the block does. */
  closed: boolean;
}

const FENCE = /^[ \t]*(`{3,}|~{3,})[ \t]*([^\r\n`]*)/;

/** Where a text is between fences of three or more backticks or tildes. */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: { mark: string; language: string; from: number } | null = null;
  for (let start = 0; start < text.length;) {
    const lineEnd = text.indexOf('\n', start);
    const next = lineEnd === -1 ? text.length : lineEnd + 1;
    const [, mark = '', info = ''] = FENCE.exec(text.slice(start, next)) ?? [];
    if (open === null) {
      const [language = ''] = info.trim().toLowerCase().split(/\s/);
      if (mark !== '') open = { mark, language, from: next };
    } else if (info.trim() === '' && mark.startsWith(open.mark)) {
      blocks.push({
        language: open.language,
        content: withoutLineEnd(text.slice(open.from, start)),
        closed: true,
      });
      open = null;
    }
    start = next;
  }
  if (open !== null) {
    blocks.push({ language: open.language, content: withoutLineEnd(text.slice(open.from)), closed: false });
  }
  return blocks;
}

function withoutLineEnd(text: string): string {
  if (text.endsWith('\r\n')) return text.slice(0, -2);
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}
