import { trespasses, type EntryPoint, type Trespass } from '@dcmms/runtime/testing/entry-points.ts';
import type { RunningWorld } from './world.ts';

/** One trespass against the running system; it fails when the system does not refuse as it should. */
export interface RunningCase {
  readonly what: string;
  readonly run: (world: RunningWorld) => Promise<void>;
}

/** A topic or route of the running system with its trespasses, or the reason why one of them cannot happen there. */
export interface RunningEntryPoint {
  readonly kind: 'topic' | 'route';
  readonly name: string;
  readonly cases: Readonly<Record<Trespass, readonly RunningCase[] | { readonly cannotHappen: string }>>;
}

/** What of a list is needed to judge whether it is complete, whatever world its cases run in. */
export type Covered = Pick<EntryPoint<never> | RunningEntryPoint, 'kind' | 'name'> & { readonly cases: Readonly<Record<string, unknown>> };

/** What is missing: entry points that there are and that no list has, those of a list that are gone, and trespasses without a case. */
export function missingCases(there: readonly string[], listed: readonly Covered[]): string[] {
  const names = listed.map(({ kind, name }) => `${kind} ${name}`);
  return [
    ...there.filter((entryPoint) => !names.includes(entryPoint)).map((entryPoint) => `${entryPoint} has no cases`),
    ...names.filter((name) => !there.includes(name)).map((name) => `${name} has cases and is gone`),
    ...names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${name} is listed twice`),
    ...listed.flatMap(({ kind, name, cases }) =>
      trespasses.filter((trespass) => !hasCase(cases[trespass])).map((trespass) => `${kind} ${name} has no case for ${trespass}`),
    ),
  ];
}

function hasCase(given: unknown): boolean {
  if (Array.isArray(given)) return given.length > 0;
  if (typeof given === 'function') return true;
  // Why it cannot happen is a sentence, not a word to get past this test.
  return typeof given === 'object' && given !== null && 'cannotHappen' in given && String(given.cannotHappen).split(' ').length >= 4;
}
