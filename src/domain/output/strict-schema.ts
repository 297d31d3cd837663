export function toStrictSchema(_schema: unknown): unknown {
  return null;
}
