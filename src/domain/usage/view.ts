import { CALL_DIMENSIONS } from './usage.ts';
import type { CallDimension, TagUse, UsageQuery } from './usage.ts';

/**
 * Each rollup is kept in several views: by all that calls have, and by parts of it, so that a report reads no more than it
 * shows. The smaller a view usually is, the earlier it stands here.
 */
export const VIEWS = {
  total: { dimensions: [], byTag: false },
  outcome: { dimensions: ['finish_reason', 'error_category', 'kind'], byTag: false },
  model: { dimensions: ['model', 'provider'], byTag: false },
  capability: { dimensions: ['capability'], byTag: false },
  api_key: { dimensions: ['api_key'], byTag: false },
  template: { dimensions: ['template', 'template_version'], byTag: false },
  agent: { dimensions: ['agent'], byTag: false },
  all: { dimensions: CALL_DIMENSIONS, byTag: false },
  // a row for each tag of each call, and one without a tag for the calls that have none
  tag: { dimensions: [], byTag: true },
  tag_all: { dimensions: CALL_DIMENSIONS, byTag: true },
} as const satisfies Record<string, View>;
export type ViewName = keyof typeof VIEWS;

export interface View {
  dimensions: readonly CallDimension[];
  byTag: boolean;
}

export const VIEW_NAMES = Object.keys(VIEWS) as ViewName[];

/** The views of a rollup that the query has to read, each the smallest that will do. */
export function viewsFor({ groupBy, filter, tags }: UsageQuery): ViewName[] {
  const needed = new Set<CallDimension>([...groupBy, ...(Object.keys(filter) as CallDimension[])]);
  const smallest = (byTag: boolean): ViewName =>
    VIEW_NAMES.find((name) => {
      const view: View = VIEWS[name];
      return view.byTag === byTag && [...needed].every((dimension) => view.dimensions.includes(dimension));
    }) ?? (byTag ? 'tag_all' : 'all');
  return [
    ...(readsUntagged(tags) ? [smallest(false)] : []),
    ...(tags.kind === 'none' ? [] : [smallest(true)]),
  ];
}

/** By the values of one key, calls without it are what is left of all calls. */
function readsUntagged({ kind }: TagUse): boolean {
  return kind === 'none' || kind === 'by_key';
}
