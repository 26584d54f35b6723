import { z } from 'zod';

/** `inside` is another word for `between`. */
const operators = ['>', '>=', '<', '<=', '==', '!=', 'between', 'inside', 'outside', 'in'] as const;
export type Operator = (typeof operators)[number];

const spanS = z
  .number()
  .min(0)
  .max(30 * 86_400);
const samples = z.number().int().min(1).max(10_000);

/** A comparison and how long it has to hold. Between, inside and outside take `values: [low, high]`, in takes `values`, all others `value`. */
const held = {
  operator: z.enum(operators),
  value: z.number().optional(),
  values: z.array(z.number()).min(1).max(100).optional(),
  unit: z.string().optional(),
  /** Good samples must satisfy it over this much reading time. */
  duration_s: spanS.optional(),
  /** This many good samples in a row must satisfy it. */
  consecutive: samples.optional(),
};

/** Which of the tags in the rule's scope: a full tag name or its last part, or the canonical name of what is measured. */
const watched = { tag: z.string().min(1).optional(), metric: z.string().min(1).optional() };

const operands = { message: 'between, inside and outside take two values, in takes values, the others take value' };

const threshold = z
  .strictObject({ kind: z.literal('threshold').default('threshold'), ...watched, ...held, aggregation: z.literal('last').optional() })
  .refine(hasOperands, operands);

const missingData = z.strictObject({
  kind: z.literal('missing_data'),
  ...watched,
  /** Silence longer than this; three expected intervals when it is not given, five minutes when none is known. */
  max_gap_s: z
    .number()
    .min(1)
    .max(30 * 86_400)
    .optional(),
});

const clear = z.strictObject({ kind: z.literal('threshold').optional(), ...watched, ...held }).refine(hasOperands, operands);

/** `alert_rules.condition`, as far as the bridge evaluates it (domain reference, 5.1). */
export const conditionSchema = z.union([missingData, threshold]);
export type Condition = z.infer<typeof conditionSchema>;
export type Threshold = z.infer<typeof threshold>;

/** `alert_rules.clear_condition`: when the alarm is over. */
export const clearConditionSchema = clear;
export type ClearCondition = z.infer<typeof clearConditionSchema>;

function hasOperands(given: { operator: Operator; value?: number | undefined; values?: number[] | undefined }): boolean {
  if (given.operator === 'between' || given.operator === 'inside' || given.operator === 'outside') return given.values?.length === 2;
  return given.operator === 'in' ? given.values !== undefined : given.value !== undefined;
}

/** The comparison as a function; bounds of `between` are inside, those of `outside` are not outside. */
export function comparison(given: {
  operator: Operator;
  value?: number | undefined;
  values?: number[] | undefined;
}): (value: number) => boolean {
  const { value: limit = Number.NaN, values = [] } = given;
  const [low = Number.NaN, high = Number.NaN] = values;
  switch (given.operator) {
    case '>':
      return (value) => value > limit;
    case '>=':
      return (value) => value >= limit;
    case '<':
      return (value) => value < limit;
    case '<=':
      return (value) => value <= limit;
    case '==':
      return (value) => value === limit;
    case '!=':
      return (value) => value !== limit;
    case 'between':
    case 'inside':
      return (value) => value >= low && value <= high;
    case 'outside':
      return (value) => value < low || value > high;
    case 'in':
      return (value) => values.includes(value);
  }
}

/** The comparison in words: `above 85 °C`. */
export function inWords(
  given: { operator: Operator; value?: number | undefined; values?: number[] | undefined },
  unit: string | null | undefined,
): string {
  const measure = (value: number | undefined) => `${value ?? ''}${unit ? ` ${unit}` : ''}`;
  const [low, high] = given.values ?? [];
  switch (given.operator) {
    case '>':
      return `above ${measure(given.value)}`;
    case '>=':
      return `at or above ${measure(given.value)}`;
    case '<':
      return `below ${measure(given.value)}`;
    case '<=':
      return `at or below ${measure(given.value)}`;
    case '==':
      return `equal to ${measure(given.value)}`;
    case '!=':
      return `other than ${measure(given.value)}`;
    case 'between':
    case 'inside':
      return `between ${low ?? ''} and ${measure(high)}`;
    case 'outside':
      return `outside ${low ?? ''} to ${measure(high)}`;
    case 'in':
      return `one of ${(given.values ?? []).join(', ')}${unit ? ` ${unit}` : ''}`;
  }
}
