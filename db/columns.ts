import { sql, type SQL } from 'drizzle-orm';
import { customType, check, char, numeric, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core';

/** A UUIDv7 primary key; the server makes one when the application did not. */
export const id = () => uuid('id').primaryKey().default(newId);

/** Default of an id that is part of a wider key, as in a table partitioned by its parent's id. */
export const newId: SQL = sql`uuidv7()`;

/** A moment in UTC with the precision of a JavaScript date: microseconds would come back changed (reference: postgres, 2). */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

export const createdAt = () =>
  instant('created_at')
    .notNull()
    .default(sql`now()`);

/** The creation time that the UUIDv7 of the row holds already, so that the two can never disagree. */
export const createdAtOfId = () =>
  instant('created_at')
    .notNull()
    .generatedAlwaysAs(sql`uuid_extract_timestamp(id)`);

export const updatedAt = () =>
  instant('updated_at')
    .notNull()
    .default(sql`now()`)
    .$onUpdate(() => sql`now()`);

/** An exact amount in the row's `currency`; read and written as a decimal string. */
export const money = (name: string) => numeric(name, { precision: 12, scale: 2 });

/** ISO 4217. */
export const currency = () => char('currency', { length: 3 }).notNull().default('USD');

export const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({ dataType: () => 'bytea' });

/** A 64-bit transaction id as its decimal text; larger than a JavaScript number may hold. */
export const transactionId = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });

/** The CHECK of an enumeration: the same array types the column in TypeScript. */
export function oneOf(name: string, column: AnyPgColumn, values: readonly string[]) {
  return check(name, sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`);
}
