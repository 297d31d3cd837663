/** What a variable can be called. */
export const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** A text in the simple format, taken apart: a literal, then a name and a literal for each placeholder. */
export interface ParsedText {
  literals: readonly string[];
  names: readonly string[];
}

/** Why a text is not in the format. `at` is the place in the text, from 0. */
export class PlaceholderError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Takes a text apart in one pass. `{{` and `}}` are literal braces; any other brace is part of a placeholder `{name}`.
 * Throws PlaceholderError.
 */
export function parsePlaceholders(text: string): ParsedText {
  const literals: string[] = [];
  const names: string[] = [];
  let literal = '';
  let position = 0;
  for (;;) {
    const brace = nextBrace(text, position);
    if (brace === -1) break;
    literal += text.slice(position, brace);
    const character = text.charAt(brace);
    if (text.charAt(brace + 1) === character) {
      literal += character;
      position = brace + 2;
      continue;
    }
    if (character === '}')
      throw new PlaceholderError('has a } without a {; write }} for a literal one', brace);
    const name = nameAt(text, brace);
    literals.push(literal);
    names.push(name);
    literal = '';
    position = brace + name.length + 2;
  }
  literals.push(literal + text.slice(position));
  return { literals, names };
}

/** The length in UTF-8 that the text has with values of these lengths: what is known before anything is built. */
export function filledBytes({ literals, names }: ParsedText, bytesOf: (name: string) => number): number {
  let bytes = 0;
  for (const literal of literals) bytes += Buffer.byteLength(literal);
  for (const name of names) bytes += bytesOf(name);
  return bytes;
}

/** The text with the values in their places; a value is never looked at again. */
export function fillPlaceholders({ literals, names }: ParsedText, valueOf: (name: string) => string): string {
  const parts: string[] = [literals[0] ?? ''];
  for (const [index, name] of names.entries()) parts.push(valueOf(name), literals[index + 1] ?? '');
  return parts.join('');
}

/** The text with its braces doubled, so that it stands for itself. */
export function escapePlaceholders(text: string): string {
  return text.replaceAll(/[{}]/g, (brace) => brace + brace);
}

const BRACE = /[{}]/g;
const PLACEHOLDER = /\{([A-Za-z_][A-Za-z0-9_]{0,63})\}/y;

function nextBrace(text: string, from: number): number {
  BRACE.lastIndex = from;
  return BRACE.exec(text)?.index ?? -1;
}

function nameAt(text: string, brace: number): string {
  PLACEHOLDER.lastIndex = brace;
  const name = PLACEHOLDER.exec(text)?.[1];
  if (name !== undefined) return name;
  throw new PlaceholderError(
    'has a { that begins no placeholder such as {name}; write {{ for a literal one. A name is 1 to 64 of the characters A-Z a-z 0-9 _ and begins with no digit',
    brace,
  );
}
