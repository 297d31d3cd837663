// Looks at JSON text character by character, with strings as the only thing that hides a bracket or a comma.

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** True when brackets are nested deeper than that, which is found before anything recurses into them. */
export function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  let deeper = false;
  scanMarks(text, 0, (mark) => {
    if (mark === OPEN_OBJECT || mark === OPEN_LIST) depth += 1;
    else if (mark !== COMMA) depth -= 1;
    deeper ||= depth > maxDepth;
    return !deeper;
  });
  return deeper;
}

/**
 * The next object or list from `from` on: where it starts, and the place after it, or null when its brackets don't
 * match or are nested deeper than `maxDepth`.
 */
export function findValue(
  text: string,
  from: number,
  maxDepth: number,
): { start: number; end: number | null } | null {
  const closing: number[] = [];
  let start = from;
  let end: number | null = null;
  while (start < text.length && !isOpening(text, start)) start += 1;
  if (start >= text.length) return null;
  scanMarks(text, start, (mark, index) => {
    if (mark === COMMA) return true;
    if (mark === OPEN_OBJECT || mark === OPEN_LIST) {
      closing.push(mark === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST);
      return closing.length <= maxDepth;
    }
    if (closing.pop() !== mark) return false;
    if (closing.length > 0) return true;
    end = index + 1;
    return false;
  });
  return { start, end };
}

/** The text without commas that have a value before them, and nothing but white space up to a closing bracket. */
export function withoutTrailingCommas(text: string): string {
  const kept: string[] = [];
  let copied = 0;
  let comma: number | null = null;
  let beforeComma = 0;
  let previous = 0;
  scanMarks(text, 0, (mark, index) => {
    if ((mark === CLOSE_OBJECT || mark === CLOSE_LIST) && comma !== null) {
      const hasValue = text.slice(beforeComma + 1, comma).trim() !== '' || isClosing(text, beforeComma);
      if (hasValue && text.slice(comma + 1, index).trim() === '') {
        kept.push(text.slice(copied, comma));
        copied = comma + 1;
      }
    }
    comma = mark === COMMA ? index : null;
    beforeComma = previous;
    previous = index;
    return true;
  });
  return kept.join('') + text.slice(copied);
}

function isOpening(text: string, index: number): boolean {
  const mark = text.charCodeAt(index);
  return mark === OPEN_OBJECT || mark === OPEN_LIST;
}

function isClosing(text: string, index: number): boolean {
  const mark = text.charCodeAt(index);
  return mark === CLOSE_OBJECT || mark === CLOSE_LIST;
}

/** Calls `visit` with each bracket and comma that is not inside a string, for as long as it answers true. */
function scanMarks(text: string, from: number, visit: (mark: number, index: number) => boolean): void {
  let inString = false;
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) inString = !inString;
    else if (inString) {
      if (code === BACKSLASH) index += 1;
    } else if (
      code === COMMA ||
      code === OPEN_OBJECT ||
      code === CLOSE_OBJECT ||
      code === OPEN_LIST ||
      code === CLOSE_LIST
    ) {
      if (!visit(code, index)) return;
    }
  }
}
