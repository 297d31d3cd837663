/** Keywords whose value maps names to schemas, so that its keys are no keywords. */
const NAMED_SCHEMAS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
/** Keywords whose value is data of the schema's author and no schema. */
const DATA = ['enum', 'const', 'default', 'examples'];

/** What the keys of an object are. */
type Keys = 'keywords' | 'names' | 'data';

type Step = { text: string } | { value: unknown; keys: Keys };

/**
 * Compact JSON of a value that came from JSON, however deep it is: JSON.stringify runs out of stack after some
 * thousand levels. The `omitted` keywords are left out of each schema in it; a property may bear their names.
 */
export function jsonText(value: unknown, omitted: readonly string[] = []): string {
  const pieces: string[] = [];
  const steps: Step[] = [{ value, keys: 'keywords' }];
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    if ('text' in step) pieces.push(step.text);
    else if (Array.isArray(step.value)) pushReversed(steps, arraySteps(step.value, step.keys));
    else if (isObject(step.value)) pushReversed(steps, objectSteps(step.value, step.keys, omitted));
    else pieces.push(JSON.stringify(step.value ?? null));
  }
  return pieces.join('');
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pushReversed(steps: Step[], added: readonly Step[]): void {
  for (let index = added.length - 1; index >= 0; index -= 1) {
    const step = added[index];
    if (step !== undefined) steps.push(step);
  }
}

function arraySteps(values: readonly unknown[], keys: Keys): Step[] {
  const items = values.flatMap((value, index): Step[] => [
    { text: index === 0 ? '[' : ',' },
    { value, keys: keys === 'data' ? 'data' : 'keywords' },
  ]);
  return items.length === 0 ? [{ text: '[]' }] : [...items, { text: ']' }];
}

function objectSteps(
  object: Readonly<Record<string, unknown>>,
  keys: Keys,
  omitted: readonly string[],
): Step[] {
  const entries = Object.entries(object).filter(
    ([key, value]) => value !== undefined && !(keys === 'keywords' && omitted.includes(key)),
  );
  const steps = entries.flatMap(([key, value], index): Step[] => [
    { text: `${index === 0 ? '{' : ','}${JSON.stringify(key)}:` },
    { value, keys: keysUnder(key, keys) },
  ]);
  return steps.length === 0 ? [{ text: '{}' }] : [...steps, { text: '}' }];
}

function keysUnder(key: string, keys: Keys): Keys {
  if (keys === 'data') return 'data';
  if (keys === 'names') return 'keywords';
  if (DATA.includes(key)) return 'data';
  return NAMED_SCHEMAS.includes(key) ? 'names' : 'keywords';
}
