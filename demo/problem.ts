/** Why the demo cannot go on, in words for the person who started it. */
export class DemoProblem extends Error {
  override readonly name = 'DemoProblem';
}
