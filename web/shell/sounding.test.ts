import { expect, test } from 'vitest';
import { alarmOf } from '../alarms/alarm.fixture.ts';
import type { Alarm } from '../alarms/alarm.ts';
import type { SoundChoice } from './sound-choice.ts';
import { afterEvent, gapMs, isNew, repeatMs, waitMs, worstOf, type Sounding } from './sounding.ts';

const silence: Sounding = new Map();

function heard(events: readonly Alarm[], { choice = 'severe', seen = new Map<string, number>() }: Listening = {}): string[] {
  return [...events.reduce((sounding, alarm) => afterEvent(sounding, alarm, isNew(alarm, seen), choice), silence).keys()];
}

interface Listening {
  readonly choice?: SoundChoice;
  readonly seen?: Map<string, number>;
}

test('a new critical or high alarm sounds; lower ones only for who wants all, and INFO never', () => {
  const alarms = (['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFO'] as const).map((severity) => alarmOf({ id: severity, severity }));
  expect(heard(alarms)).toEqual(['CRITICAL', 'HIGH']);
  expect(heard(alarms, { choice: 'all' })).toEqual(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW']);
  expect(heard(alarms, { choice: 'off' })).toEqual([]);
});

test('one that was there before anybody listened is silent until it is raised again', () => {
  const seen = new Map([['a', 1]]);
  expect(heard([alarmOf({ id: 'a' })], { seen })).toEqual([]);
  expect(heard([alarmOf({ id: 'a', occurrenceCount: 2 })], { seen })).toEqual(['a']);
});

test('it ends when somebody takes it on or shelves it, and not by its own end', () => {
  const raised = alarmOf({ id: 'a' });
  expect(heard([raised, alarmOf({ id: 'a', status: 'ACKNOWLEDGED' })])).toEqual([]);
  expect(heard([raised, alarmOf({ id: 'a', status: 'SUPPRESSED' })])).toEqual([]);
  expect(heard([raised, alarmOf({ id: 'a', status: 'RESOLVED', needsAcknowledgement: true })])).toEqual(['a']);
});

test('one that was acknowledged, or comes and is acknowledged already, is silent; from the shelf it comes anew', () => {
  const acknowledged = alarmOf({ id: 'a', status: 'ACKNOWLEDGED' });
  expect(heard([acknowledged, alarmOf({ id: 'a', status: 'ACKNOWLEDGED', occurrenceCount: 2 })])).toEqual([]);
  const seen = new Map([['a', 1]]);
  expect(heard([alarmOf({ id: 'a', status: 'SUPPRESSED' }), alarmOf({ id: 'a' })], { seen })).toEqual(['a']);
});

test('the worst gives the tone', () => {
  expect(worstOf(silence)).toBeNull();
  expect(
    worstOf(
      new Map([
        ['a', 'LOW'],
        ['b', 'CRITICAL'],
        ['c', 'HIGH'],
      ]),
    ),
  ).toBe('CRITICAL');
});

test('a flood sounds once in the gap, and what only ends does not sound sooner', () => {
  const one: Sounding = new Map([['a', 'HIGH']]);
  const two: Sounding = new Map([...one, ['b', 'HIGH']]);
  expect(waitMs(silence, one, Infinity)).toBe(0);
  expect(waitMs(one, two, 500)).toBe(gapMs - 500);
  expect(waitMs(two, one, 500)).toBe(repeatMs - 500);
});
