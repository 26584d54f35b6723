import { expect, test } from 'vitest';
import { stockScale } from './stock-scale.ts';

test('the maximum is the end of the bar', () => {
  expect(stockScale({ quantityOnHand: 20, quantityReserved: 5, minQuantity: 10, maxQuantity: 40 })).toEqual({
    available: 37.5,
    onHand: 50,
    min: 25,
    max: 100,
    next: null,
  });
});

test('a stock beyond its maximum, before or after a correction, is the end of the bar instead', () => {
  expect(stockScale({ quantityOnHand: 50, quantityReserved: 0, minQuantity: 10, maxQuantity: 40 })).toMatchObject({ onHand: 100, max: 80 });
  expect(stockScale({ quantityOnHand: 20, quantityReserved: 0, maxQuantity: 40 }, 80)).toMatchObject({ onHand: 25, max: 50, next: 100 });
});

test('nothing on hand, nothing known', () => {
  expect(stockScale({ quantityOnHand: 0, quantityReserved: 0 })).toEqual({ available: 0, onHand: 0, min: null, max: null, next: null });
  expect(stockScale({ quantityOnHand: 2, quantityReserved: 0 }, -1)).toMatchObject({ next: 0 });
});
