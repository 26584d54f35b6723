import { z } from 'zod';
import type { AlertRuleRow } from '../rows.ts';

/**
 * A rule's condition in words: `HeatsinkTemperature above 85 °C in 3 good readings in a row; clears when below 80 °C for 10 s`.
 * The grammar is that of the domain reference, 5.1; a kind that nothing evaluates yet is named, not guessed at.
 */
export function summaryOf(rule: Pick<AlertRuleRow, 'condition' | 'clearCondition' | 'tagPattern'>): string {
  const condition = conditionShape.safeParse(rule.condition);
  if (!condition.success) return 'A condition that nothing here can read.';
  const { kind, tag, metric } = condition.data;
  const what = tag ?? rule.tagPattern?.replace(/^[*%]+\.?/, '') ?? metric ?? 'any reading';
  switch (kind) {
    case 'threshold': {
      const clear = conditionShape.safeParse(rule.clearCondition);
      const over = clear.success ? `; clears when ${comparison(clear.data, condition.data.unit)}${length(clear.data)}` : '';
      return `${what} ${comparison(condition.data)}${length(condition.data)}${over}`;
    }
    case 'missing_data': {
      const gapS = condition.data.max_gap_s;
      return `no good reading of ${what} for ${gapS === undefined ? 'three times its expected interval' : span(gapS)}`;
    }
    default:
      return `${what}: ${kind.replaceAll('_', ' ')}`;
  }
}

const conditionShape = z.object({
  kind: z.string().default('threshold'),
  tag: z.string().optional(),
  metric: z.string().optional(),
  operator: z.string().optional(),
  value: z.number().optional(),
  values: z.array(z.number()).optional(),
  unit: z.string().optional(),
  duration_s: z.number().optional(),
  consecutive: z.number().optional(),
  max_gap_s: z.number().optional(),
});

type Condition = z.infer<typeof conditionShape>;

const words: Readonly<Record<string, string>> = {
  '>': 'above',
  '>=': 'at or above',
  '<': 'below',
  '<=': 'at or below',
  '==': 'equal to',
  '!=': 'other than',
  between: 'between',
  outside: 'outside',
  in: 'one of',
};

function comparison({ operator = '', value, values = [], unit }: Condition, elseUnit?: string): string {
  const joint = operator === 'between' ? ' and ' : operator === 'outside' ? ' to ' : ', ';
  const operands = value === undefined ? values.join(joint) : String(value);
  return [words[operator] ?? operator, operands, unit ?? elseUnit].filter((part) => part).join(' ');
}

function length({ consecutive = 1, duration_s: durationS = 0 }: Condition): string {
  const inRow = consecutive > 1 ? ` in ${consecutive} good readings in a row` : '';
  return durationS > 0 ? `${inRow} for ${span(durationS)}` : inRow;
}

function span(seconds: number): string {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ] as const;
  const [size, name] = units.find(([each]) => seconds >= each && seconds % each === 0) ?? [1, 's'];
  return `${seconds / size} ${name}`;
}
