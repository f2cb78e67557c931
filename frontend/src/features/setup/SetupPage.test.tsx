import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { answer } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import SetupPage from './SetupPage';

const county = { regionCode: '331125000000', name: '云和县', townships: 2, villages: 3, accounts: [] };
const accounts = [
  { username: 'admin', role: 'ROLE_ADMIN', password: 'aaaa2222bbbb3333' },
  { username: 'security', role: 'ROLE_SECURITY_ADMIN', password: 'cccc4444dddd5555' },
  { username: 'audit', role: 'ROLE_AUDIT_ADMIN', password: 'eeee6666ffff7777' },
];

const user = userEvent.setup();
let missing = true;
let bodies: Record<string, unknown>[] = [];

beforeEach(() => {
  sessionStorage.clear();
  missing = true;
  bodies = [];
  serve(async (method, address, request) => {
    if (address.pathname === '/v1/setup') return { status: 200, body: { countyMissing: missing } };
    if (address.pathname !== '/v1/setup/county') return answer(method, address);
    const body = (await request.clone().json()) as Record<string, unknown>;
    bodies.push(body);
    return { status: 200, body: body.validateOnly ? county : { ...county, accounts } };
  });
});

test('code, county and list are asked one after the other; the first passwords are shown once', async () => {
  show(<SetupPage />, '/setup', '/setup');
  await user.type(await screen.findByRole('textbox', { name: '一次性代码' }), 'abcd-efgh-jkmn-pqrs');
  await user.click(screen.getByRole('button', { name: '下一步' }));
  const code = await screen.findByRole('textbox', { name: '县级区划代码' });
  await user.type(code, '33112');
  await user.click(screen.getByRole('button', { name: '下一步' }));
  await screen.findAllByText(/填 6 位数字/);
  await user.type(code, '5');
  await user.type(screen.getByRole('textbox', { name: /所属地级市/ }), '丽水市');
  await user.click(screen.getByRole('button', { name: '下一步' }));
  const file = await screen.findByLabelText('区划表（CSV）');
  await user.click(screen.getByRole('button', { name: '建县' }));
  await waitFor(() => expect(file.getAttribute('aria-invalid')).toBe('true'));
  expect(bodies).toEqual([]);
  await user.upload(file, new File(['code,name\n331125000000,云和县\n'], 'yunhe.csv', { type: 'text/csv' }));
  await screen.findByText('云和县：2 个乡镇，3 个村（居）');
  await user.click(screen.getByRole('button', { name: '建县' }));
  await screen.findByText('云和县已建立');
  for (const { username, password } of accounts)
    expect(screen.getByLabelText(`${username} 的密码`).textContent).toBe(password);
  const sent = bodies.filter((body) => !body.validateOnly);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    setupCode: 'abcd-efgh-jkmn-pqrs',
    regionCode: '331125000000',
    city: '丽水市',
    name: '',
  });
  const bytes = Uint8Array.from(atob(String(sent[0]?.divisions)), (letter) => letter.charCodeAt(0));
  expect(new TextDecoder().decode(bytes)).toBe('code,name\n331125000000,云和县\n');
  // Neither code nor list is kept in the browser.
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('abcd-efgh');
  await user.click(screen.getByRole('button', { name: '我已记下，去登录' }));
  await screen.findByText('elsewhere');
});

test('the list of the county that is built in need not be given', async () => {
  show(<SetupPage />, '/setup', '/setup');
  await user.type(await screen.findByRole('textbox', { name: '一次性代码' }), 'abcd-efgh-jkmn-pqrs');
  await user.click(screen.getByRole('button', { name: '下一步' }));
  await user.type(await screen.findByRole('textbox', { name: '县级区划代码' }), '340828');
  await user.click(screen.getByRole('button', { name: '下一步' }));
  await screen.findByText(/已内置/);
  await user.click(screen.getByRole('button', { name: '建县' }));
  await screen.findByText('云和县已建立');
  expect(bodies.find((body) => !body.validateOnly)).not.toHaveProperty('divisions');
});

test('a county that is there leads to the log-in', async () => {
  missing = false;
  show(<SetupPage />, '/setup', '/setup');
  await screen.findByText('elsewhere');
});
