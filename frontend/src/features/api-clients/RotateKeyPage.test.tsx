import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { answer } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import RotateKeyPage from './RotateKeyPage';

const ID = '0190c3f4-2f5e-7d3a-9a4b-5c6d7e8f9012';
const client = (etag: string, previousKeyPrefix: string) => ({
  id: ID,
  etag,
  name: '民政局',
  keyPrefix: 'zc_new',
  previousKeyPrefix,
  scopes: [],
  organizationName: '民政局',
});

test('while the new key is shown the page behind does not warn of the key that was just replaced', async () => {
  let rotated = false;
  serve((method, address) => {
    if (method === 'POST' && address.pathname.endsWith(':rotateKey')) {
      rotated = true;
      return { status: 200, body: { apiClient: client('2', 'zc_old'), key: 'zc_new.secret' } };
    }
    if (address.pathname === `/v1/apiClients/${ID}`)
      return { status: 200, body: rotated ? client('2', 'zc_old') : client('1', '') };
    return answer(method, address);
  });
  const { client: queries } = show(
    <RotateKeyPage />,
    `/admin/api-clients/${ID}/rotate`,
    '/admin/api-clients/:id/rotate',
  );
  await userEvent.click(await screen.findByRole('button', { name: '生成新密钥' }));
  await screen.findByText('zc_new.secret');
  await queries.invalidateQueries();
  expect(screen.queryByText(/zc_old/)).toBeNull();
});
