/** What an entry takes besides its text. */
const ENTRY_BYTES = 100;

/** Token counts of texts that were counted lately: system prompts come back with each call. */
export interface CountCache {
  get(text: string): number | undefined;
  set(text: string, tokens: number): void;
}

/**
 * A cache that forgets the texts unused for longest when it holds more than `maxBytes`. A text of over an
 * eighth of that is not kept.
 */
export function createCountCache(maxBytes: number): CountCache {
  const counts = new Map<string, number>();
  let bytes = 0;

  return {
    get(text) {
      const tokens = counts.get(text);
      if (tokens === undefined) return undefined;
      counts.delete(text);
      counts.set(text, tokens);
      return tokens;
    },
    set(text, tokens) {
      const added = bytesOf(text);
      if (added > maxBytes / 8 || counts.has(text)) return;
      counts.set(text, tokens);
      bytes += added;
      for (const oldest of counts.keys()) {
        if (bytes <= maxBytes) break;
        counts.delete(oldest);
        bytes -= bytesOf(oldest);
      }
    },
  };
}

/** A string takes at most two bytes for each of its units. */
function bytesOf(text: string): number {
  return ENTRY_BYTES + text.length * 2;
}
