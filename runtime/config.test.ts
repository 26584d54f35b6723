import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseEnvironment } from './config.ts';

const settings = z.object({ PORT: z.coerce.number().int(), ADDRESS: z.url(), BROKER: z.url().optional() });

test('every fault is told at once, by name and without its value', () => {
  const parse = () => parseEnvironment(settings, { PORT: 'secret', ADDRESS: 'secret' });
  expect(parse).toThrow(/PORT[^]*ADDRESS/);
  expect(parse).not.toThrow('secret');
});

test('a variable that is empty counts as not set', () => {
  expect(parseEnvironment(settings, { PORT: '1', ADDRESS: 'http://a', BROKER: '' })).toEqual({ PORT: 1, ADDRESS: 'http://a' });
  expect(() => parseEnvironment(settings, { PORT: '', ADDRESS: 'http://a' })).toThrow('PORT');
});
