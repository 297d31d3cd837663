import type { PromptTemplate } from './template.ts';

/** What a search looks in: one text that each store keeps, in lower case. */
export function searchTextOf({ id, name, description, tags }: PromptTemplate): string {
  return [id, name, description ?? '', ...tags].join('\n').toLowerCase();
}

/** A search as it stands in `searchTextOf`. */
export function toSearched(search: string): string {
  return search.toLowerCase();
}
