/** What is wrong with a schema, at `path` inside it. */
export class SchemaError extends Error {
  readonly path: readonly string[];

  constructor(path: readonly string[], message: string) {
    super(message);
    this.path = path;
  }
}
