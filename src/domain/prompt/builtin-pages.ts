import { decodeCursor, encodeCursor } from '../../lib/page.ts';
import type { Page, PageRequest } from '../../lib/page.ts';
import { builtinTemplates, builtinVersion } from './builtin-templates.ts';
import { searchTextOf, toSearched } from './search-text.ts';
import type { PromptTemplate, TemplateVersion } from './template.ts';
import type { TemplateFilter } from './template-store.ts';

/** A page of the store's templates with the built-in ones in their places. Templates are in the order of their ids. */
export function withBuiltins(
  projectId: string,
  page: Page<PromptTemplate>,
  filter: TemplateFilter,
  request: PageRequest,
): Page<PromptTemplate> {
  const builtins = builtinTemplates(projectId).filter((template) => matches(template, filter));
  if (builtins.length === 0) return page;
  const after = idIn(request.after);
  const before = idIn(request.before);
  const isFromEnd = request.last !== undefined;
  const limit = request.last ?? request.first ?? 0;
  const [firstStored, lastStored] = [page.edges[0]?.node.id, page.edges.at(-1)?.node.id];
  const isOnPage = ({ id }: PromptTemplate): boolean =>
    (after === null || id > after) &&
    (before === null || id < before) &&
    // what lies behind the store's page comes on another one
    !(page.hasNextPage && !isFromEnd && lastStored !== undefined && id > lastStored) &&
    !(page.hasPreviousPage && isFromEnd && firstStored !== undefined && id < firstStored);
  const added = builtins.filter(isOnPage).map((node) => ({ cursor: encodeCursor([node.id]), node }));
  const merged = [...page.edges, ...added].sort((a, b) => (a.node.id < b.node.id ? -1 : 1));
  const edges = isFromEnd ? merged.slice(Math.max(0, merged.length - limit)) : merged.slice(0, limit);
  const isCut = edges.length < merged.length;
  const [first, last] = [edges[0]?.node.id, edges.at(-1)?.node.id];
  return {
    edges,
    hasNextPage:
      page.hasNextPage || (!isFromEnd && isCut) || builtins.some(({ id }) => last !== undefined && id > last),
    hasPreviousPage:
      page.hasPreviousPage ||
      (isFromEnd && isCut) ||
      builtins.some(({ id }) => first !== undefined && id < first),
  };
}

/** All versions of a built-in template, the newest first; there are few. */
export function builtinVersionPage(projectId: string, templateId: string): Page<TemplateVersion> {
  const latest = builtinTemplates(projectId).find(({ id }) => id === templateId)?.latest ?? 0;
  const numbers = Array.from({ length: latest }, (_, index) => latest - index);
  return {
    edges: numbers.flatMap((number) => {
      const node = builtinVersion(projectId, templateId, number);
      return node === null ? [] : [{ cursor: encodeCursor([number]), node }];
    }),
    hasNextPage: false,
    hasPreviousPage: false,
  };
}

function matches(template: PromptTemplate, { search, label, tag }: TemplateFilter): boolean {
  return (
    (search === undefined || searchTextOf(template).includes(toSearched(search))) &&
    label === undefined &&
    (tag === undefined || template.tags.includes(tag))
  );
}

function idIn(cursor: string | undefined): string | null {
  const [id] = cursor === undefined ? [] : (decodeCursor(cursor, 1) ?? []);
  return typeof id === 'string' ? id : null;
}
