import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import en from '@/i18n/kit.en.json';
import zh from '@/i18n/kit.zh-CN.json';
import { serve, show } from '@/testing/render';
import KitFormPage from './KitFormPage';
import KitListPage from './KitListPage';
import KitPage from './KitPage';
import KitStepsPage from './KitStepsPage';
import { GROUPS } from './pieces';

// Canvas is the browser's; e2e looks at the chart.
vi.mock('@/components/charts/StackedBars', () => ({ default: () => null }));

const root = join(import.meta.dirname, '../..');
const pieces = Object.values(GROUPS).flatMap((group) => Object.entries<string>(group));

test('every component of the kit is in the gallery', () => {
  const files = readdirSync(join(root, 'components'), { recursive: true, encoding: 'utf8' })
    .map((file) => `components/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'));
  expect(pieces.map(([, file]) => file).sort()).toEqual(files.sort());
});

test('the gallery and docs/page-kit.md say the same, and no more pieces have words than there are', () => {
  const doc = readFileSync(join(root, '../../docs/page-kit.md'), 'utf8');
  const rows = doc.split('\n').filter((line) => line.includes('`components/'));
  expect(rows).toEqual(
    pieces.map(([name, file]) => `| ${name} | \`${file}\` | ${en.kit.when[name as keyof typeof en.kit.when]} |`),
  );
  for (const texts of [zh, en]) expect(Object.keys(texts.kit.when).sort()).toEqual(pieces.map(([name]) => name).sort());
});

test('each piece is shown under its name, with its file and when to use it', async () => {
  serve();
  show(<KitPage />);
  await screen.findByRole('heading', { level: 1, name: zh.kit.title });
  for (const [name, file] of pieces) {
    const section = within(screen.getByRole('region', { name }));
    section.getByText(file);
    section.getByText(zh.kit.when[name as keyof typeof zh.kit.when]);
  }
});

test('the sample list pages and adds up like a list of the county', async () => {
  serve();
  show(<KitListPage />, '/kit/list', '/kit/list');
  await screen.findByText('共 45 条');
  expect(document.querySelectorAll('tbody tr')).toHaveLength(20);
  await userEvent.click(screen.getByRole('button', { name: '下一页' }));
  await screen.findByText('示例项目 21');
});

test('the sample form is refused at its field and keeps what was typed', async () => {
  serve();
  show(<KitFormPage />, '/kit/form', '/kit/form');
  await userEvent.type(await screen.findByLabelText('标题'), '示例');
  const day = screen.getByLabelText('发文日期');
  await userEvent.type(day, '2026-10-27');
  await userEvent.type(screen.getByLabelText('金额'), '20万');
  await userEvent.click(screen.getByRole('button', { name: zh.kit.send }));
  await screen.findByRole('link', { name: /第 1 行 金额/ });
  expect(screen.getByLabelText('金额')).toHaveProperty('value', '200,000.00');
});

test('the sample in steps leads back to what is refused', async () => {
  serve();
  show(<KitStepsPage />, '/kit/steps', '/kit/steps');
  await userEvent.type(await screen.findByLabelText('标题'), '示例');
  await userEvent.type(screen.getByLabelText('发文日期'), '2999-01-01');
  await userEvent.click(screen.getByRole('button', { name: '下一步' }));
  await userEvent.type(await screen.findByLabelText('金额'), '20万');
  await userEvent.click(screen.getByRole('button', { name: zh.kit.send }));
  await screen.findByRole('link', { name: zh.kit.sample.tooLate });
  expect(screen.getByRole('region', { name: /^第 1 步/ }).contains(screen.getByLabelText('发文日期'))).toBe(true);
});
