import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AllocationChange } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import { DataTable } from './DataTable';
import { DateText } from './DateText';
import { MoneyText } from './MoneyText';
import { Section } from './Page';
import { Tag } from './StatusTag';

/** 调减、收回: later documents that took something off; nothing where there is none. */
export function AllocationChanges({ changes }: { changes: readonly (AllocationChange & { line?: number })[] }) {
  const { t } = useTranslation();
  if (changes.length === 0) return null;
  const several = changes.some((change) => change.line !== undefined);
  return (
    <Section title={t('allocation.changes')} flush>
      <DataTable
        caption={t('allocation.changes')}
        rows={changes}
        rowKey={(change) => `${change.fundDocumentId} ${change.lineNumber}`}
        columns={[
          {
            key: 'number',
            title: t('field.documentNumber'),
            heading: true,
            render: (change) => <Link to={paths.fundDocument(change.fundDocumentId)}>{change.documentNumber}</Link>,
          },
          {
            key: 'kind',
            title: t('field.documentKind'),
            render: (change) => (
              <Tag tone="amber">{t(change.recall ? 'enum.DOCUMENT_KIND_RECALL' : 'enum.DOCUMENT_KIND_REDUCTION')}</Tag>
            ),
          },
          { key: 'issuedOn', title: t('field.issuedOn'), render: (change) => <DateText day={change.issuedOn} /> },
          ...(several
            ? [
                {
                  key: 'line',
                  title: t('field.changedLine'),
                  render: (change: { line?: number }) => t('allocation.lineNumber', { number: change.line ?? 0 }),
                },
              ]
            : []),
          {
            key: 'amount',
            title: t('unit.inYuan', { name: t('field.takenOff') }),
            numeric: true,
            render: (change) => <MoneyText fen={change.amountFen} />,
          },
        ]}
      />
    </Section>
  );
}
