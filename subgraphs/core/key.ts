import { parseId } from '@dcmms/runtime/id.ts';
import { badInput } from '@dcmms/runtime/refusal.ts';

/** What a query for one entity names it by. */
export type Key = { readonly id: string } | { readonly code: string };

/**
 * Reads the two ways to name one entity: its id, or what people call it.
 *
 * @param called The second argument's name, as the client knows it.
 * @throws BAD_USER_INPUT when both are given, none is, or the id is malformed.
 */
export function exactlyOne(id: string | null | undefined, code: string | null | undefined, called: 'code' | 'number'): Key {
  if (typeof id === 'string' && typeof code !== 'string') return { id: parseId(id) };
  if (typeof code === 'string' && typeof id !== 'string') return { code };
  throw badInput(`Give either \`id\` or \`${called}\`.`);
}
