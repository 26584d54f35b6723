import { expect, test } from 'vitest';
import { actionOf, scaled } from './chart-keys.ts';

const span = { from: 1_000_000, to: 2_000_000 };
const key = (name: string, held: Partial<{ shiftKey: boolean; ctrlKey: boolean }> = {}) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

test('arrows shift by a quarter', () => {
  expect(actionOf(key('ArrowLeft'), span)).toEqual({ kind: 'show', span: { from: 750_000, to: 1_750_000 } });
  expect(actionOf(key('ArrowRight'), span)).toEqual({ kind: 'show', span: { from: 1_250_000, to: 2_250_000 } });
});

test('plus and minus zoom about the middle, Z zooms out', () => {
  expect(actionOf(key('+'), span)).toEqual({ kind: 'show', span: { from: 1_250_000, to: 1_750_000 } });
  expect(actionOf(key('z'), span)).toEqual({ kind: 'show', span: { from: 500_000, to: 2_500_000 } });
});

test('shift and arrows move the crosshair', () => {
  expect(actionOf(key('ArrowLeft', { shiftKey: true }), span)).toEqual({ kind: 'step', direction: -1 });
});

test('what belongs to the browser stays with it', () => {
  expect(actionOf(key('ArrowLeft', { ctrlKey: true }), span)).toBeNull();
  expect(actionOf(key('Tab'), span)).toBeNull();
});

test('a zoom about a point leaves it in place, and ends at a second', () => {
  expect(scaled(span, 0.5, 1_000_000)).toEqual({ from: 1_000_000, to: 1_500_000 });
  expect(scaled({ from: 0, to: 1_500 }, 0.1)).toEqual({ from: 250, to: 1_250 });
});
