import Libsql from 'libsql';

export type SqlValue = string | number | bigint | boolean | Uint8Array | null;

type Connection = InstanceType<typeof Libsql>;
type Bound = string | number | bigint | Uint8Array | null;

interface Statement {
  get(values: readonly Bound[]): unknown;
  all(values: readonly Bound[]): unknown[];
  run(values: readonly Bound[]): { changes: number };
}

/**
 * One connection. Statements are prepared once for each SQL text, so texts must come from the code and never from data.
 * Every integer column is read as a bigint. All methods throw libsql's SqliteError.
 */
export class Database {
  readonly #connection: Connection;
  readonly #statements = new Map<string, Statement>();

  /** Opens the file, or creates it. `busyTimeoutMs`: how long a statement waits for another process's lock. */
  constructor(path: string, busyTimeoutMs: number) {
    this.#connection = new Libsql(path, { timeout: busyTimeoutMs });
    this.#connection.defaultSafeIntegers(true);
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction;
  }

  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#statement(sql).get(values.map(toBound)) as Row | undefined;
  }

  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#statement(sql).all(values.map(toBound)) as Row[];
  }

  /** Returns the number of changed rows. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    return this.#statement(sql).run(values.map(toBound)).changes;
  }

  insert(table: string, row: Readonly<Record<string, SqlValue>>): void {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    this.run(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`, ...Object.values(row));
  }

  /** Runs statements that take no values. */
  exec(sql: string): void {
    this.#connection.exec(sql);
  }

  /** The value of a PRAGMA, or of the first column that it answers with. */
  pragma(source: string): unknown {
    const row = this.#connection.prepare(`PRAGMA ${source}`).get() as object | undefined;
    return row === undefined ? undefined : Object.values(row)[0];
  }

  close(): void {
    this.#statements.clear();
    this.#connection.close();
  }

  #statement(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#connection.prepare<[readonly Bound[]]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** libsql binds every number as REAL, binds undefined as NULL, and aborts the process when it is given a boolean. */
function toBound(value: SqlValue): Bound {
  if (value === undefined) throw new TypeError('SQLite takes no undefined');
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
}
