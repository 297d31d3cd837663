export type ParsedJson = { kind: 'parsed'; value: unknown } | { kind: 'invalid'; reason: string };
export function parseJson(text: string): ParsedJson {
  try {
    return { kind: 'parsed', value: JSON.parse(text) };
  } catch {
    return { kind: 'invalid', reason: 'is not JSON' };
  }
}
