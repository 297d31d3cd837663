// Looks at JSON text character by character, with strings as the only thing that hides a bracket or a comma.

/** How deep brackets are nested in a text, counted before anything recurses into it. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const { character } of marksOf(text, 0)) {
    if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}

/** The next object or list from `from` on: where it starts and, unless its end is missing, the place after it. */
export function findValue(text: string, from: number): { start: number; end: number | null } | null {
  const start = text.slice(from).search(/[{[]/);
  if (start === -1) return null;
  const open: string[] = [];
  for (const { character, index } of marksOf(text, from + start)) {
    if (character === '{') open.push('}');
    else if (character === '[') open.push(']');
    else if (character === '}' || character === ']') {
      if (open.pop() !== character) break;
      if (open.length === 0) return { start: from + start, end: index + 1 };
    }
  }
  return { start: from + start, end: null };
}

/** The text without commas that have nothing but white space between them and a closing bracket. */
export function withoutTrailingCommas(text: string): string {
  const kept: string[] = [];
  let copied = 0;
  let comma: number | null = null;
  for (const { character, index } of marksOf(text, 0)) {
    const closes = character === '}' || character === ']';
    // a list of nothing but a comma has lost something
    if (
      closes &&
      comma !== null &&
      /^\s*$/.test(text.slice(comma + 1, index)) &&
      /[^\s,{[]\s*$/.test(text.slice(copied, comma))
    ) {
      kept.push(text.slice(copied, comma));
      copied = comma + 1;
    }
    comma = character === ',' ? index : null;
  }
  return kept.join('') + text.slice(copied);
}

/** The brackets and commas of a text from `from` on that are not inside a string. */
function* marksOf(text: string, from: number): Generator<{ character: string; index: number }> {
  const marks = /[{}[\],]|"(?:[^"\\]|\\.)*(?:"|$)/gsu;
  marks.lastIndex = from;
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    if (match[0].length === 1 && match[0] !== '"') yield { character: match[0], index: match.index };
  }
}
