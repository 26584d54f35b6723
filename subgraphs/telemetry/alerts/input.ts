import { Refusal } from '@dcmms/runtime/refusal.ts';
import type { z } from 'zod';

/** Reads the input of a mutation; refuses with INVALID and every fault at once, each at its field. */
export function readInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw new Refusal(read.error.issues.map(({ message, path }) => ({ code: 'INVALID', message, path: path.map(String) })));
}
