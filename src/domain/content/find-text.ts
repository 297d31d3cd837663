/**
 * A part of the text as it stands in stored JSON, whatever the case of other letters: a search by it finds every input that
 * contains the text, and some that don't. Empty when there is none that any database compares alike.
 */
export function searchPart(text: string): string {
  // without what JSON escapes, and what a database may not know the upper case of
  const parts = text.split(/[^\x20-\x7e]|["\\]/);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}

/**
 * Whether one of the texts of a stored input contains the text, whatever the case of the letters. `input` is JSON of messages or
 * texts; the names of its fields and the roles of its messages are no texts.
 */
export function hasText(input: string, text: string): boolean {
  const wanted = text.toLowerCase();
  const isIn = (value: unknown): boolean => {
    if (typeof value === 'string') return value.toLowerCase().includes(wanted);
    if (Array.isArray(value)) return value.some(isIn);
    if (typeof value !== 'object' || value === null) return false;
    return Object.entries(value).some(([name, part]) => name !== 'role' && isIn(part));
  };
  return isIn(JSON.parse(input));
}
