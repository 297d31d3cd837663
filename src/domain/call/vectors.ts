import type { CallOutput, Vectors } from './call.ts';

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

export function toVectors(vectors: readonly Float32Array[]): Vectors {
  const bytes = vectors.map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return { dimensions: vectors[0]?.length ?? 0, floats: Buffer.concat(bytes).toString('base64') };
}

/** The vectors of an embedding, as numbers. Throws when there are none. */
export function requireVectors({ vectors }: CallOutput): number[][] {
  if (vectors === undefined) throw new Error('the call gave no vectors');
  const bytes = Buffer.from(vectors.floats, 'base64');
  const stride = vectors.dimensions * FLOAT_BYTES;
  // a view needs its floats aligned in the buffer, which a slice of Node's pool is not
  const floats = new Float32Array(new Uint8Array(bytes).buffer);
  return Array.from({ length: bytes.length / stride }, (_, index) =>
    Array.from(floats.subarray(index * vectors.dimensions, (index + 1) * vectors.dimensions)),
  );
}
