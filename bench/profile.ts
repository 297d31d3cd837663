import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a .cpuprofile that is read here (Chrome DevTools protocol, Profiler.Profile). */
interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  /** Microseconds between one sample and the next. */
  timeDeltas: number[];
}

/** A smaller part of the time is not shown. */
const SHARE_MIN = 0.005;
const IDLE = ['(idle)', '(root)'];

/** For each thread's profile in a folder: where its busy time went, by function and by package, without what these called. */
export function summariseProfiles(folder: string, rowsMax: number): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cpuprofile'))
    .map((name) =>
      summarise(name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as CpuProfile, rowsMax),
    )
    .join('\n\n');
}

function summarise(name: string, { nodes, samples, timeDeltas }: CpuProfile, rowsMax: number): string {
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const byFunction = new Map<string, number>();
  const byPackage = new Map<string, number>();
  let busyUs = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    if (frame === undefined || IDLE.includes(frame.functionName)) return;
    const us = timeDeltas[index] ?? 0;
    busyUs += us;
    const place = placeOf(frame.url);
    const label = `${frame.functionName || '(anonymous)'} ${place}:${frame.lineNumber + 1}`;
    byFunction.set(label, (byFunction.get(label) ?? 0) + us);
    const owner = packageOf(frame.url, frame.functionName);
    byPackage.set(owner, (byPackage.get(owner) ?? 0) + us);
  });
  const lines = (times: ReadonlyMap<string, number>): string[] =>
    [...times]
      .sort(([, one], [, other]) => other - one)
      .slice(0, rowsMax)
      .filter(([, us]) => us / busyUs >= SHARE_MIN)
      .map(([label, us]) => `  ${((us / busyUs) * 100).toFixed(1).padStart(5)} %  ${label}`);
  const head = `${name}: ${(busyUs / 1e6).toFixed(1)} s busy`;
  return [head, ' by package', ...lines(byPackage), ' by function', ...lines(byFunction)].join('\n');
}

function placeOf(url: string): string {
  return url.replace(/^.*\/(node_modules|dist)\//, '$1/');
}

function packageOf(url: string, functionName: string): string {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (name !== undefined) return name;
  const own = /\/dist\/([^/]+)/.exec(url)?.[1];
  if (own !== undefined) return `tollgate ${own}`;
  if (url.startsWith('node:')) return 'node';
  return functionName === '(garbage collector)' ? functionName : '(native)';
}
