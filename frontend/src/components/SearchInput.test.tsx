import { fireEvent, render, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { SearchInput } from './SearchInput';

const setUp = (value = '') => {
  const onCommit = vi.fn();
  render(<SearchInput id="search" value={value} onCommit={onCommit} />);
  return { onCommit, field: screen.getByRole('textbox') };
};
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });
const enter = (field: HTMLElement) => {
  fireEvent.keyDown(field, { key: 'Enter' });
  fireEvent.keyUp(field, { key: 'Enter' });
};

test('typing wang under an input method asks once, for the character', () => {
  const { onCommit, field } = setUp();
  fireEvent.compositionStart(field);
  for (const part of ['w', 'wa', 'wan', 'wang']) type(field, part);
  enter(field); // chooses the character, not the search
  expect(onCommit).not.toHaveBeenCalled();
  type(field, '王');
  fireEvent.compositionEnd(field);
  enter(field);
  expect(onCommit.mock.calls).toEqual([['王']]);
});

test('leaving the field searches, spaces around do not, the same again does not', () => {
  const { onCommit, field } = setUp('道路');
  type(field, ' 道路 ');
  fireEvent.blur(field);
  expect(onCommit).not.toHaveBeenCalled();
  type(field, '茶');
  fireEvent.blur(field);
  expect(onCommit.mock.calls).toEqual([['茶']]);
});

test('an emptied field takes the filter off at once', () => {
  const { onCommit, field } = setUp('道路');
  type(field, '');
  expect(onCommit.mock.calls).toEqual([['']]);
});
