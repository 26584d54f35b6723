import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { every } from './every.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A page that somebody looks at until they look away. */
function pageOf() {
  const listeners = new Set<() => void>();
  let visibilityState: DocumentVisibilityState = 'visible';
  return {
    listeners,
    get visibilityState() {
      return visibilityState;
    },
    addEventListener: (_type: string, listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: string, listener: () => void) => void listeners.delete(listener),
    look: (state: DocumentVisibilityState) => {
      visibilityState = state;
      for (const listener of listeners) listener();
    },
  };
}

test('runs while somebody looks, and no more when it is ended', () => {
  const page = pageOf();
  const run = vi.fn();
  const stop = every(60_000, run, page);
  vi.advanceTimersByTime(59_999);
  expect(run).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(60_001);
  expect(run).toHaveBeenCalledTimes(2);
  stop();
  vi.advanceTimersByTime(600_000);
  expect(run).toHaveBeenCalledTimes(2);
  expect(page.listeners.size).toBe(0);
});

test('a hidden page asks nothing; when it is looked at again what is due is run once, at once', () => {
  const page = pageOf();
  const run = vi.fn();
  every(60_000, run, page);
  page.look('hidden');
  vi.advanceTimersByTime(200_000);
  expect(run).toHaveBeenCalledTimes(0);
  page.look('visible');
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(59_999);
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(2);
});

test('a short look away changes nothing', () => {
  const page = pageOf();
  const run = vi.fn();
  every(60_000, run, page);
  vi.advanceTimersByTime(30_000);
  page.look('hidden');
  page.look('visible');
  expect(run).toHaveBeenCalledTimes(0);
  vi.advanceTimersByTime(30_000);
  expect(run).toHaveBeenCalledTimes(1);
});
