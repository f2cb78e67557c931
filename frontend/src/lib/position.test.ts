import { expect, it } from 'vitest';
import { formatPosition } from './position';

it('writes a place as maps do, on either side of the equator', () => {
  expect(formatPosition({ latitudeMicro: 30_848_321, longitudeMicro: 116_359_000 })).toBe('30.84832°N 116.35900°E');
  expect(formatPosition({ latitudeMicro: -1, longitudeMicro: -179_999_999 })).toBe('0.00000°S 180.00000°W');
});
