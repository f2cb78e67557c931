import type { Difference } from '@/components/DiffView';
import type { FundDocument } from '@/lib/api/types';
import { parseFen, sum } from '@/lib/money';

type Line = FundDocument['lines'][number];

export type LineField =
  | 'channelCode'
  | 'purposeCode'
  | 'fiscalYear'
  | 'amountFen'
  | 'regionCode'
  | 'projectId'
  | 'changes';

const FIELDS: readonly LineField[] = [
  'channelCode',
  'purposeCode',
  'fiscalYear',
  'amountFen',
  'regionCode',
  'projectId',
  'changes',
];

/** What the facts are called and how their values read. */
export interface Words {
  title: string;
  issuedOn: string;
  kind: string;
  kindOf: (kind: FundDocument['kind']) => string;
  refersTo: string;
  total: string;
  document: (id: string) => string;
  amount: (fen: bigint) => string;
  /** Line 2. */
  line: (number: number) => string;
  /** Line 2, amount. */
  fieldOfLine: (number: number, field: LineField) => string;
  value: (field: LineField, value: string) => string;
}

/** What a paper does; a promise when it does not say. */
const kindOf = (document: FundDocument): FundDocument['kind'] =>
  document.kind && document.kind !== 'DOCUMENT_KIND_UNSPECIFIED' ? document.kind : 'DOCUMENT_KIND_ALLOCATION';
const isChange = (document: FundDocument) => kindOf(document) !== 'DOCUMENT_KIND_ALLOCATION';

/**
 * Two papers under one number, side by side: the head, the sum, and the lines, whole where both have them alike and field by field where
 * they differ. A line that only one of them has stands against nothing. Issuer and number are the same by the rule that brought the two
 * together, however they are written.
 */
export function sides(stored: FundDocument, refused: FundDocument, words: Words): Difference[] {
  const row = (label: string, one: string, other: string, text: (value: string) => string): Difference => {
    const [before, after] = [text(one), text(other)];
    // Two villages may have one name: what differs must not look alike.
    return one !== other && before === after
      ? { label, before: `${before} ${one}`, after: `${after} ${other}` }
      : { label, before, after };
  };
  const same = (value: string) => value;
  const totalOf = (document: FundDocument) => String(sum(document.lines.map((line) => parseFen(line.amountFen))));
  const raw = (line: Line, field: LineField) => {
    // A promise changes nothing: the server then has no changed line to tell.
    if (field === 'changes')
      return line.changes?.documentNumber ? `${line.changes.documentNumber} #${line.changes.lineNumber}` : '';
    return String(line[field] ?? '');
  };
  const text = (field: LineField) => (value: string) => (value === '' ? '' : words.value(field, value));
  const whole = (line: Line | undefined) =>
    line === undefined
      ? ''
      : FIELDS.map((field) => text(field)(raw(line, field)))
          .filter(Boolean)
          .join(' · ');
  const lineOf = (document: FundDocument, number: number) => document.lines.find((line) => line.lineNumber === number);

  const numbers = [...new Set([...stored.lines, ...refused.lines].map((line) => line.lineNumber))].sort(
    (a, b) => a - b,
  );
  return [
    row(words.title, stored.title.trim(), refused.title.trim(), same),
    row(words.issuedOn, stored.issuedOn, refused.issuedOn, same),
    ...(isChange(stored) || isChange(refused)
      ? [row(words.kind, kindOf(stored), kindOf(refused), (kind) => words.kindOf(kind as FundDocument['kind']))]
      : []),
    ...(stored.refersToId || refused.refersToId
      ? [row(words.refersTo, stored.refersToId, refused.refersToId, (id) => (id === '' ? '' : words.document(id)))]
      : []),
    row(words.total, totalOf(stored), totalOf(refused), (fen) => words.amount(parseFen(fen))),
    ...numbers.flatMap((number) => {
      const [one, other] = [lineOf(stored, number), lineOf(refused, number)];
      if (!one || !other || FIELDS.every((field) => raw(one, field) === raw(other, field)))
        return [{ label: words.line(number), before: whole(one), after: whole(other) }];
      return FIELDS.filter((field) => raw(one, field) || raw(other, field)).map((field) =>
        row(words.fieldOfLine(number, field), raw(one, field), raw(other, field), text(field)),
      );
    }),
  ];
}
