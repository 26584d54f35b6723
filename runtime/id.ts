import { badInput } from './refusal.ts';
import { isUuid } from './uuidv7.ts';

/**
 * An id as a client sent it, in canonical text.
 *
 * @param name The argument or field, as the client knows it.
 * @throws BAD_USER_INPUT for a text that is no UUID: one that is well formed and unknown is no error (contract §4).
 */
export function parseId(text: string, name = 'id'): string {
  if (!isUuid(text)) throw badInput(`\`${name}\` is not an id.`);
  return text.toLowerCase();
}
