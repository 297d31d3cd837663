/** Numbers from 0 to below 1 that look random and are the same for the same seed (the generator known as mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A new seed, or the one that the environment variable gives, to run the same course again. */
export function seedFrom(variable: string): number {
  return Number(process.env[variable] ?? Date.now() % 1_000_000);
}
