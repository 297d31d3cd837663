import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import type { Tool } from './tool.ts';

const parametersSchema = z.object({
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA time zone such as Europe/Copenhagen')
    .default('UTC')
    .describe('IANA time zone, such as Europe/Copenhagen; UTC when left out.'),
});

/** Models don't know what time it is. */
export function currentTimeTool(clock: Clock): Tool {
  return {
    name: 'current_time',
    description: 'The date and time now, with the day of the week, in a time zone.',
    parameters: parametersSchema,
    timeoutMs: 1_000,
    run(args) {
      const { timeZone } = parametersSchema.parse(args);
      const now = DateTime.fromMillis(clock.now(), { zone: timeZone });
      return {
        time: now.toISO({ suppressMilliseconds: true }),
        weekday: now.setLocale('en').weekdayLong,
        timeZone,
      };
    },
  };
}
