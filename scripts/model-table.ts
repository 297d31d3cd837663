import { createCatalogue } from '../src/domain/model/catalogue.ts';
import type { ListedModel } from '../src/domain/model/model.ts';
import { priceEntries } from '../src/providers/price-data.ts';

const BEGIN = '<!-- models: made by `npm run codegen` -->\n<!-- prettier-ignore -->\n';
const END = '\n\n<!-- /models -->';

/** The page with its table of models made anew from the catalogue. */
export function withModelTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('the page has no place for the table of models');
  return page.slice(0, begin + BEGIN.length) + modelTable() + page.slice(end);
}

/** How many models of each provider have a price, today or on a day that is already known. */
function modelTable(): string {
  const models = createCatalogue(priceEntries()).list(Number.MAX_SAFE_INTEGER);
  const providers = [...new Set(models.map(({ provider }) => provider))];
  const rows = [
    ...providers.map((id) => [`\`${id}\``, models.filter(({ provider }) => provider === id)] as const),
    ['all', models] as const,
  ];
  return [
    '| provider | chat models | embedding models | other names and snapshots | no longer served |',
    '| --- | --: | --: | --: | --: |',
    ...rows.map(([name, group]) => `| ${[name, ...countsOf(group)].join(' | ')} |`),
  ].join('\n');
}

function countsOf(models: readonly ListedModel[]): number[] {
  return [
    models.filter(({ kind }) => kind === 'chat').length,
    models.filter(({ kind }) => kind === 'embedding').length,
    models.flatMap(({ aliases, snapshots }) => [...aliases, ...snapshots]).length,
    models.filter(({ retired }) => retired).length,
  ];
}
