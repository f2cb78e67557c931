import { expect, test } from 'vitest';
import { amountOf, changesOf } from './differences';

test('what changed, value by value; what did not is left out', () => {
  expect(
    changesOf(
      '{"state":"draft","lines":[{"amount_fen":"100"},{"amount_fen":"7"}],"remark":"x"}',
      '{"state":"submitted","lines":[{"amount_fen":"200"},{"amount_fen":"7"}]}',
    ),
  ).toEqual([
    { path: ['state'], before: 'draft', after: 'submitted' },
    { path: ['lines', '1', 'amount_fen'], before: '100', after: '200' },
    { path: ['remark'], before: 'x', after: '' },
  ]);
});
test('an entry that only makes or only ends something is shown whole', () => {
  expect(changesOf('', '{"disabled":false,"roles":["CASHIER"]}')).toEqual([
    { path: ['disabled'], before: '', after: 'false' },
    { path: ['roles', '1'], before: '', after: 'CASHIER' },
  ]);
  expect(changesOf('', '')).toEqual([]);
});
test('what is no JSON is shown as it is', () => {
  expect(changesOf('', 'not { json')).toEqual([{ path: [], before: '', after: 'not { json' }]);
});
test('amounts are read in yuan, exactly, beyond what a number holds', () => {
  expect(amountOf(['lines', '1', 'amount_fen'], '9007199254740993')).toBe('90,071,992,547,409.93');
  expect(amountOf(['amount_fen'], '')).toBeNull();
  expect(amountOf(['year'], '2026')).toBeNull();
});
