import { describe, expect, test } from 'vitest';
import { toApiError } from './errors';

const response = (status: number) => new Response(null, { status, headers: { 'X-Request-Id': 'req-1' } });
const status = {
  code: 9,
  message: 'insufficient funds',
  details: [
    { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'FUNDS_INSUFFICIENT', domain: 'zhengcun' },
    { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'zh-CN', message: '可安排资金不足' },
    { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en', message: 'Not enough money' },
    {
      '@type': 'type.googleapis.com/google.rpc.BadRequest',
      fieldViolations: [
        { field: 'amount_fen', description: 'too much', localizedMessage: { locale: 'zh-CN', message: '金额过大' } },
        { field: 'share', description: 'missing' },
      ],
    },
  ],
};

describe('a refusal of the server', () => {
  const error = toApiError(response(400), status);
  test('keeps reason, sentences, fields and request id', () => {
    expect(error.status).toBe(400);
    expect(error.reason).toBe('FUNDS_INSUFFICIENT');
    expect(error.requestId).toBe('req-1');
    expect(error.violations).toEqual([
      { field: 'amount_fen', description: '金额过大' },
      { field: 'share', description: 'missing' },
    ]);
  });
  test('is told in the reader’s language', () => {
    expect(error.sentence('zh-CN')).toBe('可安排资金不足');
    expect(error.sentence('zh-TW')).toBe('可安排资金不足');
    expect(error.sentence('en')).toBe('Not enough money');
    expect(error.message).toBe('Not enough money');
  });
});

test.each([[null], [undefined], ['<html>bad gateway</html>'], [{ details: 'odd' }], [{}]])(
  'a body that is no status (%s) is still an error',
  (body) => {
    const error = toApiError(response(502), body);
    expect(error.status).toBe(502);
    expect(error.sentence('zh-CN')).toBeUndefined();
    expect(error.message).not.toBe('');
  },
);
