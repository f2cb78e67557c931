import { screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { expect, test } from 'vitest';
import { serve, show } from '@/testing/render';
import { router } from './router';

interface Route {
  path?: string;
  element?: ReactElement;
  children?: Route[];
}

const all = (routes: readonly Route[]): Route[] => routes.flatMap((route) => [route, ...all(route.children ?? [])]);
const details = all(router.routes as unknown as Route[]).filter((route) => route.path?.includes(':'));

test('there are addresses of records', () => expect(details.length).toBeGreaterThan(25));

test.each(details.map((route) => [route.path as string, route.element as ReactElement]))(
  '%s with what names no record says that there is none, and asks nothing of the server',
  async (path, element) => {
    for (const id of ['xyz', '123', '0190c3f4-2f5e-7d3a-9a4b-5c6d7e8f901', encodeURIComponent('<script>')]) {
      const seen = serve();
      const view = show(element, path.replace(/:\w+/, id), path);
      await screen.findByRole('heading', { level: 1, name: '没有这条记录' });
      expect(seen).toEqual([]);
      view.unmount();
    }
  },
);
