import { expect, test } from 'vitest';
import { readable } from './part-name.ts';

test('a unit of area behind a number has its power raised', () => {
  expect(readable('PV cable 6 mm2')).toBe('PV cable 6 mm²');
  expect(readable('For 4 to 6 mm2, with contacts')).toBe('For 4 to 6 mm², with contacts');
  expect(readable('Tank 2m3')).toBe('Tank 2m³');
});

test('what is no unit stays as it is', () => {
  expect(readable('Module M2')).toBe('Module M2');
  expect(readable('Frame mm2')).toBe('Frame mm2');
  expect(readable('Board 6 mm25')).toBe('Board 6 mm25');
});
