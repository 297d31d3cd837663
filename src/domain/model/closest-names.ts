/** Longer names are cut before they are compared, so that a comparison stays short whatever was asked for. */
const NAME_MAX = 80;
/**
 * A name is close when at most this share of it has to be changed, or when this share is the same from the
 * beginning.
 */
const CHANGED_SHARE_MAX = 0.34;
const PREFIX_SHARE_MIN = 0.5;

/**
 * Those of `known` that look like `name`, the closest first. Case does not count; the beginning counts more
 * than the end.
 */
export function closestNames(name: string, known: readonly string[]): string[] {
  const asked = name.slice(0, NAME_MAX).toLowerCase();
  return known
    .map((candidate) => ({ candidate, ...compare(asked, candidate.toLowerCase()) }))
    .filter(({ close }) => close)
    .sort((a, b) => a.difference - b.difference)
    .map(({ candidate }) => candidate);
}

function compare(asked: string, candidate: string): { close: boolean; difference: number } {
  const longest = Math.max(asked.length, candidate.length);
  const shared = sharedPrefixLength(asked, candidate);
  // a known name with something behind it, such as gpt-4o-latest
  const extended = asked.startsWith(`${candidate}-`);
  const changed = editDistance(asked, candidate) / (extended ? 2 : 1);
  return {
    close: extended || changed <= longest * CHANGED_SHARE_MAX || shared >= longest * PREFIX_SHARE_MIN,
    difference: changed - shared / 2,
  };
}

function sharedPrefixLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** Insertions, deletions and substitutions that turn `a` into `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
