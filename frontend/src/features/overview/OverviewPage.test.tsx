import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { answer } from '@/testing/fakeApi';
import { serve, show } from '@/testing/render';
import OverviewPage from './OverviewPage';

// Canvas is the browser's; e2e looks at the chart.
vi.mock('@/components/charts/StackedBars', () => ({ default: () => null }));

test('every figure is a link that says which total it must equal', async () => {
  serve();
  show(<OverviewPage />, '/?fiscalYear=2026');
  await screen.findByRole('table', { name: '按渠道' });
  const figures = [...document.querySelectorAll<HTMLElement>('[data-figure]')];
  expect(figures.length).toBeGreaterThan(50);
  for (const figure of figures) {
    expect(figure.tagName).toBe('A');
    expect(figure.getAttribute('data-figure')).toMatch(/^-?\d+$/);
    expect(figure.getAttribute('data-figure-total')).toBeTruthy();
  }
  const headline = within(screen.getByRole('region', { name: '资金总体情况' }));
  const links = headline.getAllByRole('link');
  expect(links[1]?.getAttribute('href')).toBe('/allocations?fiscalYear=2026&figure=receivedFen');
});

test('a viewer who may not see allocations sees what his projects have, and no link he may not follow', async () => {
  serve((method, address) => {
    const given = answer(method, address);
    return address.pathname === '/v1/reports/overview'
      ? { ...given, body: { ...(given.body as object), allocationsVisible: false } }
      : given;
  });
  show(<OverviewPage />, '/');
  await screen.findByRole('table', { name: '按村' });
  expect(document.querySelector('a[href^="/allocations"]')).toBeNull();
  const headline = within(screen.getByRole('region', { name: '资金总体情况' }));
  expect(headline.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual([
    '/projects?figure=appropriatedFen',
    '/projects?figure=paidFen',
  ]);
});

test('overdue is said in words, and each figure tells where it comes from', async () => {
  serve();
  show(<OverviewPage />, '/');
  await screen.findByText('逾期 15 天');
  await screen.findByText('今天到期');
  await userEvent.click(screen.getByRole('button', { name: '“闲置”这个数怎么来的' }));
  await screen.findByText(/到账超过 90 天还没有付出去/);
});
