import { expect, test } from 'vitest';
import { changedFields } from './changedFields';

const told = (comment: string) =>
  changedFields(comment, { lines: 'claim.lines', remark: 'field.remark' }, (key) => `<${key}>`, '、');

test('changed fields are told in words, and what has none is not told in code', () => {
  expect(told('lines, remark')).toBe('<claim.lines>、<field.remark>');
  expect(told('lines, something_new')).toBe('<claim.lines>');
  expect(told('')).toBe('');
});
