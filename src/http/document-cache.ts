/** Longest document that is kept, in characters: an honest one that is sent again and again is a few thousand. */
const MAX_LENGTH = 16_384;
/** All documents that are kept, in characters. Parsed they take up to two hundred times as many bytes. */
const MAX_TOTAL_LENGTH = 524_288;

/** What Yoga asks of a cache of documents. */
export interface DocumentCache<Entry> {
  get(document: string): Entry | undefined;
  set(document: string, entry: Entry): void;
}

/**
 * Keeps what was made of the documents that were used last, by their text. Bounded by their length and not by their number, so
 * that a client who sends ever new long ones can't fill the memory.
 */
export function createDocumentCache<Entry>(): DocumentCache<Entry> {
  const entries = new Map<string, Entry>();
  let totalLength = 0;
  return {
    get(document) {
      const entry = entries.get(document);
      if (entry === undefined) return undefined;
      // a Map keeps the order of insertion: the one at the front was not used for the longest time
      entries.delete(document);
      entries.set(document, entry);
      return entry;
    },
    set(document, entry) {
      if (document.length > MAX_LENGTH || entries.has(document)) return;
      entries.set(document, entry);
      totalLength += document.length;
      for (const oldest of entries.keys()) {
        if (totalLength <= MAX_TOTAL_LENGTH) break;
        entries.delete(oldest);
        totalLength -= oldest.length;
      }
    },
  };
}
