import { expect, test } from 'vitest';
import { alarmOf } from '../alarms/alarm.fixture.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { Ear } from './ear.ts';
import type { SoundChoice } from './sound-choice.ts';

const [a, b] = [alarmOf({ id: 'a' }), alarmOf({ id: 'b' })];

function listening(present: readonly Alarm[], { choice = 'severe', whole = true }: { choice?: SoundChoice; whole?: boolean } = {}): Ear {
  const ear = new Ear();
  ear.choose(choice);
  ear.reads()({ alarms: present, whole });
  return ear;
}

function reads(ear: Ear, alarms: readonly Alarm[], whole = true): void {
  ear.reads()({ alarms, whole });
}

const heard = (ear: Ear): string[] => [...ear.sounding.get().keys()];

test('an alarm that was raised, or raised again, while no event could tell sounds when the list is read anew', () => {
  const ear = listening([a]);
  expect(heard(ear)).toEqual([]);
  reads(ear, [a, b]);
  expect(heard(ear)).toEqual(['b']);
  ear.silence();
  reads(ear, [a, b]);
  expect(heard(ear)).toEqual([]);
  reads(ear, [alarmOf({ id: 'a', occurrenceCount: 2 }), b]);
  expect(heard(ear)).toEqual(['a']);
});

test('one that was over before anybody acknowledged it does not begin to sound', () => {
  const ear = listening([]);
  reads(ear, [alarmOf({ id: 'a', status: 'RESOLVED', needsAcknowledgement: true })]);
  expect(heard(ear)).toEqual([]);
});

test('one that was acknowledged while no event could tell sounds no longer', () => {
  const ear = listening([]);
  ear.event(a);
  ear.event(b);
  reads(ear, [b], false);
  expect(heard(ear)).toEqual(['a', 'b']);
  reads(ear, [b]);
  expect(heard(ear)).toEqual(['b']);
});

test('of what events told before the first reading, that is new which is not in it', () => {
  const ear = new Ear();
  ear.choose('severe');
  const takeUp = ear.reads();
  ear.event(a);
  ear.event(b);
  takeUp({ alarms: [a], whole: true });
  expect(heard(ear)).toEqual(['b']);
});

test('an event that comes while the list is read is right, and a reading that has been asked for again since is nothing', () => {
  const ear = listening([a]);
  const takeUp = ear.reads();
  ear.event(alarmOf({ id: 'a', status: 'RESOLVED', needsAcknowledgement: false }));
  ear.event(b);
  takeUp({ alarms: [a], whole: true });
  expect(heard(ear)).toEqual(['b']);
  const late = ear.reads();
  reads(ear, [b]);
  late({ alarms: [], whole: true });
  expect(heard(ear)).toEqual(['b']);
});

test('what did not fit into the first reading is not new when it fits into a later one', () => {
  const late = alarmOf({ id: 'late', triggeredAt: '2026-11-25T03:30:00.000Z' });
  const ear = listening([alarmOf({ id: 'a', triggeredAt: '2026-11-25T03:00:00.000Z' })], { whole: false });
  reads(ear, [late, b]);
  expect(heard(ear)).toEqual(['late']);
});

test('another choice forgets nothing: what is there stays silent, and what is not chosen any more falls silent', () => {
  const ear = listening([a], { choice: 'all' });
  ear.event(alarmOf({ id: 'medium', severity: 'MEDIUM' }));
  ear.event(b);
  ear.choose('severe');
  expect(heard(ear)).toEqual(['b']);
  ear.event(a);
  expect(heard(ear)).toEqual(['b']);
});
