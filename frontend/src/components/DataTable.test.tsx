import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { show } from '@/testing/render';
import { setViewport } from '@/testing/viewport';
import { type Column, DataTable, nextOrder } from './DataTable';

interface Row {
  id: string;
  name: string;
  amount: string;
}
const rows: Row[] = Array.from({ length: 12 }, (_, index) => ({
  id: `r${index}`,
  name: `row ${index}`,
  amount: `${index}.00`,
}));
const columns: Column<Row>[] = [
  { key: 'name', title: 'Name', heading: true, sort: 'name', render: (row) => row.name },
  { key: 'amount', title: 'Amount', numeric: true, render: (row) => row.amount },
];

describe('on a desk', () => {
  test('it is a table with heads, caption and sort state', async () => {
    const onOrderBy = vi.fn();
    show(
      <DataTable
        caption="Rows"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        orderBy="name desc"
        onOrderBy={onOrderBy}
      />,
    );
    const table = screen.getByRole('table', { name: 'Rows' });
    expect(within(table).getAllByRole('row')).toHaveLength(13);
    const head = within(table).getByRole('columnheader', { name: /Name/ });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    await userEvent.click(within(head).getByRole('button'));
    expect(onOrderBy).toHaveBeenCalledWith('name');
    expect(within(table).getByRole('columnheader', { name: 'Amount' }).getAttribute('aria-sort')).toBeNull();
  });
  test('the rest comes on request', async () => {
    show(<DataTable caption="Rows" columns={columns} rows={rows} rowKey={(row) => row.id} initialRows={4} />);
    expect(screen.getAllByRole('row')).toHaveLength(5);
    await userEvent.click(screen.getByRole('button'));
    expect(screen.getAllByRole('row')).toHaveLength(13);
  });
});

test('on a phone it is cards with every column', () => {
  setViewport(360);
  show(<DataTable caption="Rows" columns={columns} rows={rows} rowKey={(row) => row.id} />);
  expect(screen.queryByRole('table')).toBeNull();
  const cards = within(screen.getByRole('list', { name: 'Rows' })).getAllByRole('listitem');
  expect(cards).toHaveLength(12);
  expect(cards[3]?.textContent).toContain('row 3');
  expect(cards[3]?.textContent).toContain('Amount3.00');
});

test('sorting goes largest first, then the other way', () => {
  expect(nextOrder('name', '')).toBe('name desc');
  expect(nextOrder('name', 'name desc')).toBe('name');
  expect(nextOrder('name', 'name')).toBe('name desc');
  expect(nextOrder('name', 'other desc')).toBe('name desc');
});
