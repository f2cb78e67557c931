import { expect, test } from 'vitest';
import type { FundDocument } from '@/lib/api/types';
import { sides, type Words } from './sides';

type Line = FundDocument['lines'][number];

const line = (change: Partial<Line> = {}): Line =>
  ({
    lineNumber: 1,
    channelCode: 'D-ROAD',
    purposeCode: 'road',
    fiscalYear: 2026,
    amountFen: '100',
    regionCode: '',
    projectId: '',
    ...change,
  }) as Line;
const paper = (change: Partial<FundDocument> = {}): FundDocument =>
  ({ title: 'T', issuedOn: '2026-01-15', refersToId: '', lines: [line()], ...change }) as FundDocument;

const words: Words = {
  title: 'title',
  issuedOn: 'issued',
  kind: 'kind',
  kindOf: (kind) => kind,
  refersTo: 'refers',
  total: 'total',
  document: (id) => `doc ${id}`,
  amount: (fen) => `¥${fen}`,
  line: (number) => `line ${number}`,
  fieldOfLine: (number, field) => `line ${number} ${field}`,
  value: (field, value) => (field === 'regionCode' ? 'Red Village' : value),
};
const told = (one: FundDocument, other: FundDocument) =>
  sides(one, other, words).map(({ label, before, after }) => [label, before, after]);
const different = (one: FundDocument, other: FundDocument) =>
  told(one, other).filter(([, before, after]) => before !== after);

test('papers that are alike are told whole, with nothing that differs', () => {
  expect(told(paper(), paper({ title: ' T ' }))).toEqual([
    ['title', 'T', 'T'],
    ['issued', '2026-01-15', '2026-01-15'],
    ['total', '¥100', '¥100'],
    ['line 1', 'D-ROAD · road · 2026 · 100', 'D-ROAD · road · 2026 · 100'],
  ]);
});

test('a reduction and a recall differ by what they do and by what they change', () => {
  const changing = (kind: FundDocument['kind'], documentNumber: string) =>
    paper({
      kind,
      lines: [line({ changes: { allocationId: 'a', issuerCode: '', documentNumber, lineNumber: 1 } })],
    });
  expect(different(changing('DOCUMENT_KIND_REDUCTION', '12'), changing('DOCUMENT_KIND_RECALL', '13'))).toEqual([
    ['kind', 'DOCUMENT_KIND_REDUCTION', 'DOCUMENT_KIND_RECALL'],
    ['line 1 changes', '12 #1', '13 #1'],
  ]);
});

test('a line that differs is told field by field', () => {
  expect(told(paper(), paper({ lines: [line({ amountFen: '90' })] })).slice(2)).toEqual([
    ['total', '¥100', '¥90'],
    ['line 1 channelCode', 'D-ROAD', 'D-ROAD'],
    ['line 1 purposeCode', 'road', 'road'],
    ['line 1 fiscalYear', '2026', '2026'],
    ['line 1 amountFen', '100', '90'],
  ]);
});

test('a line only one of them has stands against nothing, in the order of the numbers', () => {
  const two = paper({ lines: [line({ lineNumber: 3 }), line()] });
  const other = paper({ lines: [line({ lineNumber: 2 }), line()] });
  expect(different(two, other)).toEqual([
    ['line 2', '', 'D-ROAD · road · 2026 · 100'],
    ['line 3', 'D-ROAD · road · 2026 · 100', ''],
  ]);
});

test('two villages of one name do not look alike', () => {
  const at = (regionCode: string) => paper({ lines: [line({ regionCode })] });
  expect(different(at('101'), at('202'))).toEqual([['line 1 regionCode', 'Red Village 101', 'Red Village 202']]);
  expect(different(at('101'), at(''))).toEqual([['line 1 regionCode', 'Red Village', '']]);
});

test('a document that only one refers to', () => {
  expect(different(paper({ refersToId: '7' }), paper())).toEqual([['refers', 'doc 7', '']]);
});
