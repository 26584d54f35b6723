import { raisedMs, type Alarm } from '../alarms/alarm.ts';
import { Observed } from '../graph/observed.ts';
import type { SoundChoice } from './sound-choice.ts';
import { afterEvent, isAudible, isNew, type Sounding } from './sounding.ts';

export const nothing: Sounding = new Map();

type Told = Pick<Alarm, 'id' | 'severity' | 'status' | 'needsAcknowledgement' | 'occurrenceCount' | 'triggeredAt' | 'lastOccurrenceAt'>;

/** The alarms that nobody has acknowledged, the last raised first. */
export interface Reading {
  readonly alarms: readonly Told[];
  /** False when there are more of them. */
  readonly whole: boolean;
}

/**
 * Hears new alarms by events, and by readings what no event told: what was raised before the events flowed, or while the connection was
 * broken. What the first reading finds was there before anybody listened, and is silent.
 */
export class Ear {
  readonly sounding = new Observed<Sounding>(nothing);
  #choice: SoundChoice = 'off';
  #seen: Map<string, number> | null = null;
  /** What events told before the first reading: only then can be said whether it is new. */
  readonly #early = new Map<string, Told>();
  /** Of whom events tell while it is read: the reading may be older. */
  #toldMeanwhile = new Set<string>();
  /** What was raised until then, and was not among the first reading because there were too many, was there too. */
  #presentUntilMs = Number.NEGATIVE_INFINITY;

  choose(choice: SoundChoice): void {
    this.#choice = choice;
    this.#keep((_id, severity) => isAudible(severity, choice));
  }

  silence(): void {
    this.sounding.set(nothing);
  }

  event(alarm: Told): void {
    this.#toldMeanwhile.add(alarm.id);
    if (this.#seen) this.#hear(alarm, this.#seen);
    else this.#early.set(alarm.id, alarm);
  }

  /** Called when the list is asked for. Returns what takes its answer up; when it was asked for again since, the later answer counts. */
  reads(): (reading: Reading) => void {
    const told = new Set<string>();
    this.#toldMeanwhile = told;
    return (reading) => {
      if (this.#toldMeanwhile !== told) return;
      if (this.#seen) this.#takeUp(reading, told, this.#seen);
      else this.#begin(reading);
    };
  }

  #begin({ alarms, whole }: Reading): void {
    const seen = new Map(alarms.map(({ id, occurrenceCount }) => [id, occurrenceCount]));
    if (!whole) this.#presentUntilMs = Math.min(...alarms.map(raisedMs));
    for (const alarm of this.#early.values()) this.#hearUnlessPresent(alarm, seen);
    this.#early.clear();
    this.#seen = seen;
  }

  #takeUp({ alarms, whole }: Reading, told: ReadonlySet<string>, seen: Map<string, number>): void {
    for (const alarm of alarms) if (!told.has(alarm.id)) this.#hearUnlessPresent(alarm, seen);
    if (!whole) return;
    // Whatever is not there any more was acknowledged, or shelved, while nobody told.
    const there = new Set([...told, ...alarms.map(({ id }) => id)]);
    for (const id of seen.keys()) if (!there.has(id)) seen.delete(id);
    this.#keep((id) => there.has(id));
  }

  #hearUnlessPresent(alarm: Told, seen: Map<string, number>): void {
    if (!seen.has(alarm.id) && raisedMs(alarm) <= this.#presentUntilMs) seen.set(alarm.id, alarm.occurrenceCount);
    else this.#hear(alarm, seen);
  }

  #hear(alarm: Told, seen: Map<string, number>): void {
    const arrives = isNew(alarm, seen);
    this.sounding.set(afterEvent(this.sounding.get(), alarm, arrives, this.#choice));
  }

  #keep(is: (id: string, severity: Told['severity']) => boolean): void {
    const before = this.sounding.get();
    const left = [...before].filter(([id, severity]) => is(id, severity));
    if (left.length < before.size) this.sounding.set(new Map(left));
  }
}
