import { expect, test } from 'vitest';
import { paths, safeReturnTo } from './paths';

test('a figure opens its list filtered as it was counted', () => {
  expect(paths.allocations({ channelCode: 'D-ROAD', fiscalYear: 2026, figure: 'paidFen' })).toBe(
    '/allocations?channelCode=D-ROAD&fiscalYear=2026&figure=paidFen',
  );
  expect(paths.allocations({ fiscalYear: 0, idleOnly: true, figure: 'idleFen' })).toBe(
    '/allocations?idleOnly=true&figure=idleFen',
  );
  expect(paths.projects({ regionCode: '340828101200' })).toBe('/projects?regionCode=340828101200');
  expect(paths.payments({ query: '路桥 & 公司' })).toBe('/payments?query=%E8%B7%AF%E6%A1%A5+%26+%E5%85%AC%E5%8F%B8');
  expect(paths.fundDocument('a/b')).toBe('/fund-documents/a%2Fb');
});

test.each([
  [null, '/'],
  ['', '/'],
  ['/projects?state=PROJECT_STATE_LISTED', '/projects?state=PROJECT_STATE_LISTED'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/login?returnTo=/x', '/'],
])('after log-in %s leads to %s', (asked, followed) => expect(safeReturnTo(asked)).toBe(followed));
