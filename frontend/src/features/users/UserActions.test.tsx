import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Role, User } from '@/lib/api/types';
import { answer, session } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import { UserActions } from './UserActions';

const colleague: User = { ...session.user, id: 'u2', displayName: '程小红', roles: ['ROLE_CASHIER'] };

/** The reader is somebody of this administration. */
function showAs(role: Role, record: User) {
  const view = show(<UserActions user={record} />);
  view.client.setQueryData(['session'], { ...session, user: { ...session.user, roles: [role] } });
  return view;
}
const buttons = () => screen.queryAllByRole('button').map((button) => button.textContent);

test('each administration has its own buttons, and nobody those against himself', async () => {
  serve();
  const admin = showAs('ROLE_ADMIN', colleague);
  await waitFor(() => expect(buttons()).toEqual(['修改', '停用']));
  admin.unmount();
  const security = showAs('ROLE_SECURITY_ADMIN', { ...colleague, disabled: true });
  await waitFor(() => expect(buttons()).toEqual(['授予角色', '重置密码']));
  security.unmount();
  const shut = showAs('ROLE_ADMIN', { ...colleague, disabled: true });
  await waitFor(() => expect(buttons()).toEqual(['修改', '启用']));
  shut.unmount();
  showAs('ROLE_ADMIN', { ...colleague, id: session.user.id });
  await waitFor(() => expect(buttons()).toEqual(['修改']));
});

test('a new password is shown once, closed on purpose, and then nowhere any more', async () => {
  const user = userEvent.setup();
  const seen = serve((method, address) =>
    method === 'POST' && address.pathname === '/v1/users/u2:resetPassword'
      ? { status: 200, body: { password: 'abcd-efgh-2345' } }
      : answer(method, address),
  );
  showAs('ROLE_SECURITY_ADMIN', colleague);
  await user.click(await screen.findByRole('button', { name: '重置密码' }));
  const question = screen.getByRole('dialog', { name: '重置程小红的密码？' });
  await user.click(within(question).getByRole('button', { name: '重置密码' }));
  const shown = await screen.findByRole('dialog', { name: '程小红的新密码' });
  within(shown).getByText('abcd-efgh-2345');
  within(shown).getByText(/第一次登录后必须先改密码/);
  expect(within(shown).queryByRole('button', { name: '关闭' })).toBeNull();
  await user.click(within(shown).getByRole('button', { name: '我已记下' }));
  expect(document.body.textContent).not.toContain('abcd-efgh-2345');
  expect(seen.filter((request) => request.method === 'POST')).toHaveLength(1);
});
