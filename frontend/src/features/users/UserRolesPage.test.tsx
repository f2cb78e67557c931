import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { answer, session } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import UserRolesPage from './UserRolesPage';

const colleague = { ...session.user, id: 'u2', displayName: '程小红', roles: ['ROLE_FINANCE_OFFICER'], etag: '3' };

const refusal = {
  status: 400,
  body: {
    message: 'refused',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'INVALID_ARGUMENT' },
      { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'zh-CN', message: '提交的内容有 1 处不对' },
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'roles', localizedMessage: { message: '“出纳”与“财政经办”不能由同一人担任' } }],
      },
    ],
  },
};

test('all roles are sent with the etag that was read; what the server refuses stands at the field', async () => {
  const user = userEvent.setup();
  const sent: unknown[] = [];
  serve(async (method, address, request) => {
    if (address.pathname === '/v1/users/u2') return { status: 200, body: colleague };
    if (method === 'POST' && address.pathname === '/v1/users/u2:setRoles') {
      sent.push(await request.json());
      return refusal;
    }
    return answer(method, address);
  });
  show(<UserRolesPage />, '/admin/users/u2/roles', '/admin/users/:id/roles');
  expect(((await screen.findByRole('checkbox', { name: '财政经办' })) as HTMLInputElement).checked).toBe(true);
  const money = screen.getByRole('group', { name: '经手资金' });
  within(money).getByText('经办、审批、出纳只能担任其中一个');
  await user.click(within(money).getByRole('checkbox', { name: '出纳' }));
  screen.getByText('保存后：财政经办、出纳');
  await user.click(screen.getByRole('button', { name: '保存' }));
  await screen.findByText('提交的内容有 1 处不对');
  expect(sent).toEqual([{ roles: ['ROLE_FINANCE_OFFICER', 'ROLE_CASHIER'], etag: '3' }]);
  // On top, and at the field.
  expect(screen.getAllByText(/不能由同一人担任/)).toHaveLength(2);
});
