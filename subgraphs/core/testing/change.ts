import { expect } from 'vitest';
import type { AskOptions } from '@dcmms/runtime/testing/ask.ts';
import type { PersonName, World } from './world.ts';

export interface Changed {
  readonly workOrder: { readonly id: string; readonly status: string; readonly version: number; readonly number: string } | null;
  readonly problems: readonly { readonly code: string; readonly path: readonly string[]; readonly message: string }[];
}

/** Runs a mutation that answers with a work order; fails on a top-level error. */
export async function change(
  world: World,
  as: PersonName,
  name: string,
  input: Readonly<Record<string, unknown>>,
  options: AskOptions = {},
): Promise<Changed> {
  const answered = await world.ask(as, changeDocument(name), { ...options, variables: { input } });
  expect(answered.errors).toEqual([]);
  return (answered.data as Record<string, Changed>)[name] as Changed;
}

/** The document of such a mutation. */
export function changeDocument(name: string): string {
  const type = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${name}(input: $input) { workOrder { id number status version } problems { code path message } } }`;
}

/** Changes an order as it is now: its version is looked up. */
export async function changeNow(
  world: World,
  as: PersonName,
  name: string,
  id: string,
  input: Readonly<Record<string, unknown>> = {},
): Promise<Changed> {
  const { version } = await world.order(id);
  return change(world, as, name, { id, version, ...input });
}

/** The code and path of each problem. */
export function refused({ problems }: Changed): string[] {
  return problems.map(({ code, path }) => [code, ...path].join(' '));
}
