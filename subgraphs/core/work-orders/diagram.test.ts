import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spoken, stateDiagram, transitions, verb } from './lifecycle.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'work-order-lifecycle.md'), 'utf8');

test('docs/work-order-lifecycle.md shows the diagram as it is printed', () => {
  expect(page).toContain(`<!-- generated: lifecycle -->\n\n\`\`\`mermaid\n${stateDiagram()}\`\`\`\n\n<!-- /generated -->`);
});

test('its table has every transition with its states and permissions, and no other', () => {
  const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const told = rows.flatMap(([, action, states, permissions]) => (states?.includes(' → ') ? [[action, states, permissions]] : []));
  const states = ({ from, to }: (typeof transitions)[number]) => `${from.map(named).join(', ')} → ${named(to)}`;
  expect(told).toEqual(
    transitions.map((step) => [verb(step.name), states(step), step.permissions.map((permission) => `\`${permission}\``).join(' or ')]),
  );
});

function named(status: Parameters<typeof spoken>[0]): string {
  return spoken(status).replace(/^a /, '');
}
