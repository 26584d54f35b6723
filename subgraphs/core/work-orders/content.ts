import { z } from 'zod';
import { Refusal, type Problem } from '@dcmms/runtime/refusal.ts';
import { tasksMax } from './situation.ts';

const textMax = 10_000;

/** Text of an order's own, trimmed; what is only space is nothing. */
const text = z
  .string()
  .trim()
  .max(textMax, `This has at most ${textMax} characters.`)
  .transform((value) => (value === '' ? null : value));

const title = z.string('Give it a title.').trim().min(1, 'Give it a title.').max(255, 'A title has at most 255 characters.');

const minutes = z
  .number()
  .int()
  .min(1, 'A duration is at least one minute.')
  .max(366 * 24 * 60, 'A duration is at most a year.');

/** An amount in the tenant's currency, as `numeric(12,2)` holds it. */
const amount = z.string().regex(/^\d{1,10}(\.\d{1,2})?$/, 'An amount is not negative and has at most ten digits and two decimals.');

const newTask = z.object({
  title,
  description: text.nullish(),
  isCritical: z.boolean().nullish(),
  estimatedMinutes: minutes.nullish(),
});

export type NewTask = z.output<typeof newTask>;

const tasks = z.array(newTask).max(tasksMax, `An order has at most ${tasksMax} tasks.`);

/** What a new order says. */
export const newContent = z.object({
  title,
  description: text.nullish(),
  estimatedDurationMinutes: minutes.nullish(),
  estimatedCost: amount.nullish(),
  tasks: tasks.nullish(),
});

/** What an update says anew; undefined stays as it is, null is emptied. */
export const changedContent = z.object({
  title: title.optional(),
  description: text.nullish(),
  estimatedDurationMinutes: minutes.nullish(),
  estimatedCost: amount.nullish(),
  completionNotes: text.nullish(),
  rootCause: text.nullish(),
  preventiveActions: text.nullish(),
  addTasks: tasks.nullish(),
});

/** What a comment says. */
export const commentContent = z.object({
  body: z.string().trim().min(1, 'A comment says something.').max(textMax, `A comment has at most ${textMax} characters.`),
});

/** The notes without which nothing is completed. */
export const completionContent = z.object({
  notes: z
    .string('Write down what was done.')
    .trim()
    .min(1, 'Write down what was done.')
    .max(textMax, `Notes have at most ${textMax} characters.`),
});

/** The notes of a task, which nobody has to write. */
export const taskContent = z.object({ notes: text.nullish() });

/**
 * Reads what an input says.
 *
 * @throws Refusal with every fault at once, each INVALID at its field.
 */
export function parseContent<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Refusal(faultsOf(parsed.error));
}

/** What is wrong with an input, to be listed with other problems. */
export function contentFaults(schema: z.ZodType, input: unknown): Problem[] {
  const parsed = schema.safeParse(input);
  return parsed.success ? [] : faultsOf(parsed.error);
}

function faultsOf(error: z.ZodError): Problem[] {
  return error.issues.map((issue) => ({ code: 'INVALID', message: issue.message, path: issue.path.map(String) }));
}
