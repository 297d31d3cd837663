import { StoreUnavailableError } from '../../domain/errors.ts';

/** What an option may be set to, where another value would let an acknowledged write be lost, or a read miss one. */
const REQUIRED: Readonly<Record<string, { value: string; why: string }>> = {
  w: { value: 'majority', why: 'a write that fewer members have can be lost after it was acknowledged' },
  journal: { value: 'true', why: 'a write that is in no journal can be lost after it was acknowledged' },
  j: { value: 'true', why: 'a write that is in no journal can be lost after it was acknowledged' },
  readconcernlevel: { value: 'majority', why: 'what a majority does not have yet can be undone' },
  retrywrites: {
    value: 'true',
    why: 'a write whose reply was lost in an election is to be sent again, and applied once',
  },
  readpreference: {
    value: 'primary',
    why: 'budgets are decided by what the primary has; ANALYTICS_READ_PREFERENCE is for the reports',
  },
};

/** The options of the URL, with their names in lower case, as the driver reads them. */
export function optionsIn(url: string): Map<string, string> {
  const [, query = ''] = url.split('?');
  return new Map([...new URLSearchParams(query)].map(([name, value]) => [name.toLowerCase(), value]));
}

/** Throws StoreUnavailableError for a URL that asks for less than Tollgate needs. */
export function refuseWeakOptions(url: string): void {
  const problems = [...optionsIn(url)].flatMap(([name, value]) => {
    const required = REQUIRED[name];
    if (required === undefined || value.toLowerCase() === required.value) return [];
    return [`${name}=${value} (only ${name}=${required.value} is possible: ${required.why})`];
  });
  if (problems.length === 0) return;
  throw new StoreUnavailableError(
    `The MongoDB URL of the store asks for too little: ${problems.join('; ')}. Leave it out: Tollgate sets it.`,
  );
}
