/** Keeps what was used last, up to a total size. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  /** `size` is in the unit of the cache's `maxSize`; a value larger than that is not kept. */
  set(key: string, value: Value, size: number): void;
  delete(key: string): void;
}

export function createBoundedCache<Value>(maxSize: number): BoundedCache<Value> {
  const entries = new Map<string, { value: Value; size: number }>();
  let total = 0;

  function remove(key: string): void {
    total -= entries.get(key)?.size ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      // a Map keeps the order of insertion, so the first key is the one used longest ago
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      remove(key);
      if (size > maxSize) return;
      entries.set(key, { value, size });
      total += size;
      for (const oldest of entries.keys()) {
        if (total <= maxSize) break;
        remove(oldest);
      }
    },
    delete: remove,
  };
}
