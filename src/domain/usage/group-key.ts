import type { Tag } from '../call/call.ts';
import type { DimensionValues } from './usage.ts';

/** In no label, id or tag (labelSchema), so that parts put together with it can't be mixed up. */
export const SEPARATOR = '\u0000';

/** Names the values of a group; nothing is as empty text, which no value is. */
export function groupKeyOf(dimensions: DimensionValues, tag: Tag | null): string {
  const values = dimensions.join(SEPARATOR);
  return tag === null ? values : `${tag.key}${SEPARATOR}${tag.value}${SEPARATOR}${values}`;
}
