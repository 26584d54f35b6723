import { expect, test } from 'vitest';
import { Seal } from './seal.ts';

const seal = new Seal('the secret of an installation', 'tokens');

test('what was sealed comes back, to whom it belongs alone', () => {
  const sealed = seal.seal({ refreshToken: 'r-1' }, 'session-1');
  expect(sealed.toString('latin1')).not.toContain('r-1');
  expect(seal.open(sealed, 'session-1')).toEqual({ refreshToken: 'r-1' });
  expect(seal.open(sealed, 'session-2')).toBeUndefined();
  expect(new Seal('the secret of an installation', 'sign-in').open(sealed, 'session-1')).toBeUndefined();
  expect(new Seal('the secret of another one', 'tokens').open(sealed, 'session-1')).toBeUndefined();
});

test('whatever byte was changed or is missing, it does not open', () => {
  const sealed = seal.seal('r-1', 's');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    expect(seal.open(changed, 's')).toBeUndefined();
    expect(seal.open(sealed.subarray(0, index), 's')).toBeUndefined();
  }
});

test('the same value is sealed differently each time', () => {
  expect(seal.seal('r-1', 's').equals(seal.seal('r-1', 's'))).toBe(false);
});
