import type { Capability } from './capability.ts';
import { reasoning } from './reasoning.ts';

/** Those that every server has; the API has a mutation for each. */
export const CAPABILITIES: readonly Capability[] = [reasoning];
