import { useTranslation } from 'react-i18next';
import type { DocumentConflict } from '@/lib/api/types';
import { formatYuan, parseFen } from '@/lib/money';
import { useChannelNames, useDocumentNumbers, useProjectNames, usePurposeNames, useRegionNames } from '@/lib/names';
import type { LineField, Words } from './sides';

/** How the two papers of a conflict read in the reader's language. */
export function useWords(conflict: DocumentConflict | undefined): Words {
  const { t } = useTranslation();
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const papers = conflict ? [conflict.stored, conflict.refused] : [];
  const lines = papers.flatMap((paper) => paper.lines);
  const region = useRegionNames(lines.map((line) => line.regionCode));
  const project = useProjectNames(lines.map((line) => line.projectId));
  const document = useDocumentNumbers(papers.map((paper) => paper.refersToId));

  const amount = (fen: bigint) => t('unit.amount', { amount: formatYuan(fen) });
  const line = (number: number) => t('allocation.lineNumber', { number });
  const fields: Record<LineField, { label: string; text: (value: string) => string }> = {
    channelCode: { label: t('field.channel'), text: (code) => channels.of(code) },
    purposeCode: { label: t('field.purpose'), text: (code) => purposes.of(code) },
    fiscalYear: { label: t('field.fiscalYear'), text: (year) => year },
    amountFen: { label: t('field.amount'), text: (fen) => amount(parseFen(fen)) },
    regionCode: { label: t('field.region'), text: region },
    projectId: { label: t('field.project'), text: project },
    changes: { label: t('field.changedLine'), text: (line) => line },
  };
  return {
    title: t('field.title'),
    issuedOn: t('field.issuedOn'),
    kind: t('field.documentKind'),
    kindOf: (kind) => t(`enum.${kind}`),
    refersTo: t('fundDocument.refersTo'),
    total: t('claim.total'),
    document,
    amount,
    line,
    fieldOfLine: (number, field) => `${line(number)} · ${fields[field].label}`,
    value: (field, value) => fields[field].text(value),
  };
}
