import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { answer, session } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import { PasswordForm } from './PasswordForm';

const fill = async (old: string, first: string, again: string) => {
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText(/^现在的密码/), old);
  await user.type(screen.getByLabelText(/^新密码/), first);
  await user.type(screen.getByLabelText(/^再输入一次新密码/), again);
  await user.click(screen.getByRole('button', { name: '修改密码' }));
};

test('the new password is typed twice alike, sent once, and never kept in the browser', async () => {
  const done = vi.fn();
  const seen = serve((method, address) =>
    address.pathname === '/v1/users:changePassword' ? { status: 200, body: {} } : answer(method, address),
  );
  show(<PasswordForm title="密码" sub="" done={done} />);
  await fill('old-password-1', 'three old trees', 'three old tree');
  expect((await screen.findAllByText(/两次输入的新密码不一样/)).length).toBeGreaterThan(0);
  const posts = () => seen.filter((request) => request.method === 'POST');
  expect(posts()).toHaveLength(0);
  const user = userEvent.setup();
  await user.type(screen.getByLabelText(/^再输入一次新密码/), 's');
  await user.click(screen.getByRole('button', { name: '修改密码' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalledTimes(1));
  expect(await posts()[0]?.json()).toEqual({ oldPassword: 'old-password-1', newPassword: 'three old trees' });
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('trees');
  expect(Object.keys(sessionStorage).filter((key) => key.includes(session.user.id))).toEqual([]);
});
