/** The same text for values that JSON Schema calls equal: the order of an object's properties has no say. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const properties = Object.entries(value).map(
    ([name, held]) => `${JSON.stringify(name)}:${canonicalJson(held)}`,
  );
  return `{${properties.sort().join()}}`;
}
