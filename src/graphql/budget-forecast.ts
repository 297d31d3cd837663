import { BURN_WINDOWS } from '../domain/budget/forecast.ts';
import type { BudgetForecast, BurnRate, BurnWindow } from '../domain/budget/forecast.ts';
import type { Builder } from './builder.ts';

/** What a budget will have spent at the end of its period. */
export function defineForecast(builder: Builder) {
  const burnWindow = builder.enumType('BurnWindow', {
    description: 'How far a burn rate looks back.',
    values: {
      HOUR: { value: 'HOUR', description: 'The last hour.' },
      DAY: { value: 'DAY', description: 'The last 24 hours.' },
      WEEK: { value: 'WEEK', description: 'The last seven days.' },
    } satisfies Record<BurnWindow, { value: BurnWindow; description: string }>,
  });

  const burnRate = builder.objectRef<BurnRate>('BurnRate').implement({
    description: 'How fast the calls of a budget spend.',
    fields: (t) => ({
      window: t.expose('window', { type: burnWindow, description: 'How far it looks back.' }),
      from: t.expose('from', {
        type: 'DateTime',
        description: 'From when on: the start of the window, or of the first spend that is known.',
      }),
      spent: t.expose('spentNano', { type: 'Decimal', description: 'What was spent since then.' }),
      perDay: t.expose('perDayNano', { type: 'Decimal', description: 'The same for 24 hours.' }),
    }),
  });

  return builder.objectRef<BudgetForecast>('BudgetForecast').implement({
    description: 'What a period will have spent when it goes on as before.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', description: 'When this was projected.' }),
      rates: t.field({
        type: [burnRate],
        description: 'How fast its calls have spent, over several windows.',
        extensions: { assumedSize: Object.keys(BURN_WINDOWS).length },
        resolve: ({ rates }) => [...rates],
      }),
      window: t.expose('window', {
        type: burnWindow,
        description:
          'The window that the projection goes by: the one that is most like what is left of the period.',
      }),
      projectedSpend: t.expose('projectedNano', {
        type: 'Decimal',
        description: 'What the period will have spent at its end.',
      }),
      usedUpAt: t.expose('usedUpAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When the amount will be used up; null when not within the period.',
      }),
    }),
  });
}
