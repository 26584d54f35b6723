import type { Changed } from '../graph/use-change.ts';
import type { Problem } from '../graph/errors.ts';
import type { Alarm } from './alarm.ts';

/** What came of asking the graph to acknowledge some alarms. */
export interface Acknowledged {
  /** Those that are acknowledged now. */
  readonly done: readonly Alarm[];
  /** Those that the graph named and refused, each with its sentence: somebody else was faster, there is nothing to mend. */
  readonly refused: readonly { readonly alarm: Alarm; readonly message: string }[];
  /** Those of which nothing is known, or that wait for something to be mended: they are to be asked for again. */
  readonly left: readonly Alarm[];
  /** What has to be mended, at its field; empty when the call itself failed, which the person was told. */
  readonly problems: readonly Problem[];
}

/**
 * Reads the answer to one call. An alarm counts as acknowledged only when the graph said so: the call went well, or each of its
 * problems names an alarm, which says that the others are done. A call without an answer has acknowledged nobody.
 */
export function acknowledgedOf(alarms: readonly Alarm[], answer: Changed<unknown>): Acknowledged {
  if (answer.ok) return { done: alarms, refused: [], left: [], problems: [] };
  const named = answer.problems.map((problem) => ({ alarm: namedBy(problem, alarms), message: problem.message }));
  const refused = named.flatMap(({ alarm, message }) => (alarm ? [{ alarm, message }] : []));
  if (refused.length === 0 || refused.length < named.length) return { done: [], refused: [], left: alarms, problems: answer.problems };
  const kept = new Set(refused.map(({ alarm }) => alarm.id));
  return { done: alarms.filter(({ id }) => !kept.has(id)), refused, left: [], problems: [] };
}

/** The alarm that a problem is about: one of several by its place, `ids.3`; the only one unless it is about the note. */
function namedBy({ path: [field, place] }: Problem, alarms: readonly Alarm[]): Alarm | undefined {
  if (alarms.length === 1 && field !== 'note') return alarms[0];
  return field === 'ids' && place !== undefined ? alarms[Number(place)] : undefined;
}
