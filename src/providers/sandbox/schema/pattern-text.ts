/** The part of a regular expression that is understood, as a tree. */
type Part =
  | { kind: 'text'; characters: readonly string[] }
  | { kind: 'all'; parts: readonly Part[] }
  | { kind: 'one'; parts: readonly Part[] }
  | { kind: 'repeat'; part: Part; least: number; most: number };

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const DIGITS = [...'0123456789'];
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const WORD = ASCII.filter((character) => /\w/.test(character));
const REPEATS_MAX = 1000;

/**
 * A text that a pattern matches, of at least so many characters where its repetitions allow it. Null for a pattern with assertions,
 * back-references or classes that are not of ASCII.
 */
export function patternText(pattern: string, least: number, random: () => number): string | null {
  const part = parse(pattern);
  if (part === null) return null;
  const most = Math.min(least, REPEATS_MAX);
  for (let extra = 0; extra < most; extra += 1) {
    const text = write(part, extra, random);
    if (text.length >= least) return text;
  }
  return write(part, most, random);
}

function write(part: Part, extra: number, random: () => number): string {
  switch (part.kind) {
    case 'text':
      return part.characters[Math.floor(random() * part.characters.length)] ?? '';
    case 'all':
      return part.parts.map((inner) => write(inner, extra, random)).join('');
    case 'one': {
      const chosen = part.parts[Math.floor(random() * part.parts.length)];
      return chosen === undefined ? '' : write(chosen, extra, random);
    }
    case 'repeat': {
      const times = Math.min(part.most, part.least + extra, Math.max(part.least, REPEATS_MAX));
      const left = extra - Math.max(0, times - part.least);
      return Array.from({ length: times }, () => write(part.part, left, random)).join('');
    }
  }
}

class NotUnderstood extends Error {}

function parse(pattern: string): Part | null {
  const reader = { characters: [...pattern], at: 0 };
  try {
    const part = readAlternatives(reader);
    return reader.at === reader.characters.length ? part : null;
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof RangeError) return null;
    throw error;
  }
}

interface Reader {
  characters: readonly string[];
  at: number;
}

function readAlternatives(reader: Reader): Part {
  const parts = [readSequence(reader)];
  while (reader.characters[reader.at] === '|') {
    reader.at += 1;
    parts.push(readSequence(reader));
  }
  return parts.length === 1 ? (parts[0] ?? { kind: 'all', parts: [] }) : { kind: 'one', parts };
}

function readSequence(reader: Reader): Part {
  const parts: Part[] = [];
  for (let next = reader.characters[reader.at]; next !== undefined && next !== '|' && next !== ')';) {
    parts.push(readRepeat(reader, readAtom(reader)));
    next = reader.characters[reader.at];
  }
  return { kind: 'all', parts };
}

function readAtom(reader: Reader): Part {
  const character = reader.characters[reader.at] ?? '';
  reader.at += 1;
  switch (character) {
    case '^':
    case '$':
      return { kind: 'all', parts: [] };
    case '.':
      return { kind: 'text', characters: LETTERS };
    case '(':
      return readGroup(reader);
    case '[':
      return { kind: 'text', characters: readClass(reader) };
    case '\\':
      return { kind: 'text', characters: readEscape(reader) };
    case '*':
    case '+':
    case '?':
      throw new NotUnderstood();
    default:
      return { kind: 'text', characters: [character] };
  }
}

function readGroup(reader: Reader): Part {
  if (reader.characters[reader.at] === '?') {
    const opening = /^\?(?::|<[A-Za-z]\w*>)/.exec(reader.characters.slice(reader.at).join(''));
    if (opening === null) throw new NotUnderstood();
    reader.at += opening[0].length;
  }
  const part = readAlternatives(reader);
  if (reader.characters[reader.at] !== ')') throw new NotUnderstood();
  reader.at += 1;
  return part;
}

function readRepeat(reader: Reader, part: Part): Part {
  const rest = reader.characters.slice(reader.at, reader.at + 24).join('');
  const [all, sign, from, comma, to] = /^(?:([*+?])|\{(\d{1,6})(,)?(\d{1,6})?\})\??/.exec(rest) ?? [];
  if (all === undefined) return part;
  reader.at += all.length;
  if (sign !== undefined) {
    return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : REPEATS_MAX };
  }
  const least = Number(from);
  if (least > REPEATS_MAX) throw new NotUnderstood();
  const open = comma === undefined ? least : REPEATS_MAX;
  return { kind: 'repeat', part, least, most: to === undefined ? open : Number(to) };
}

function readEscape(reader: Reader): readonly string[] {
  const character = reader.characters[reader.at] ?? '';
  reader.at += 1;
  switch (character) {
    case 'd':
      return DIGITS;
    case 'w':
      return WORD;
    case 's':
      return [' '];
    case 'D':
    case 'S':
      return LETTERS;
    case 'W':
      return ['-'];
    case 'n':
      return ['\n'];
    case 't':
      return ['\t'];
    default:
      // references to groups, word boundaries, code points and Unicode classes
      if (/[A-Za-z0-9]/.test(character)) throw new NotUnderstood();
      return [character];
  }
}

function readClass(reader: Reader): readonly string[] {
  const isNegated = reader.characters[reader.at] === '^';
  if (isNegated) reader.at += 1;
  const members: string[] = [];
  for (let next = reader.characters[reader.at]; next !== ']'; next = reader.characters[reader.at]) {
    if (next === undefined) throw new NotUnderstood();
    reader.at += 1;
    const first = next === '\\' ? readEscape(reader) : [next];
    const isRange = reader.characters[reader.at] === '-' && reader.characters[reader.at + 1] !== ']';
    if (!isRange || first.length !== 1) {
      members.push(...first);
      continue;
    }
    reader.at += 1;
    const last = reader.characters[reader.at] ?? '';
    reader.at += 1;
    members.push(...rangeOf(first[0] ?? '', last === '\\' ? (readEscape(reader)[0] ?? '') : last));
  }
  reader.at += 1;
  const found = isNegated ? ASCII.filter((character) => !members.includes(character)) : members;
  if (found.length === 0) throw new NotUnderstood();
  return found;
}

function rangeOf(first: string, last: string): string[] {
  const from = first.codePointAt(0) ?? 0;
  const to = Math.min(last.codePointAt(0) ?? 0, from + 255);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String.fromCodePoint(from + index));
}
