import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run bench -- [--seconds 8] [--warmup 2] [--connections 1,32,256] [--write | --profile]

  --write    Puts the results into bench/README.md.
  --profile  Shows where the CPU time of the server goes; its figures are those of a slower server.`;

export interface Options {
  seconds: number;
  warmupSeconds: number;
  connections: number[];
  write: boolean;
  profile: boolean;
}

/** Null when the command line isn't one of the bench. */
export function readOptions(): Options | null {
  const number = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '8' },
        warmup: { type: 'string', default: '2' },
        connections: { type: 'string', default: '1,32,256' },
        write: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
      },
    });
    const connections = values.connections.split(',').map(number);
    const [seconds, warmupSeconds] = [number(values.seconds), number(values.warmup)];
    const isValid =
      seconds > 0 && warmupSeconds >= 0 && connections.every((count) => Number.isInteger(count) && count > 0);
    const { write, profile } = values;
    return isValid && !(write && profile) ? { seconds, warmupSeconds, connections, write, profile } : null;
  } catch {
    return null;
  }
}
