import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '@/components/DataTable';
import { FigureLink } from '@/components/FigureLink';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import type { Overview, ProjectMoney } from '@/lib/api/types';
import { parseFen, percent } from '@/lib/money';
import { paths } from '@/lib/paths';

type Row = Overview['villages'][number];

/** By village: money of the year that is chosen, or of all years. Every figure opens the village's projects. */
export function VillageSection({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const { fiscalYear, villages } = overview;
  const figure = (field: keyof ProjectMoney, label: string): Column<Row> => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (row) => (
      <FigureLink
        value={parseFen(row.money[field])}
        total={field}
        to={paths.projects({ regionCode: row.regionCode, fiscalYear, excludeCancelled: true, figure: field })}
      >
        <MoneyText fen={row.money[field]} />
      </FigureLink>
    ),
  });
  const columns: Column<Row>[] = [
    {
      key: 'village',
      title: t('field.village'),
      heading: true,
      render: (row) => (
        <Stack
          main={
            <>
              {row.villageName} {row.keyVillage && <Tag tone="blue">{t('keyVillage.tag')}</Tag>}
            </>
          }
          sub={row.townshipName}
        />
      ),
    },
    {
      key: 'projects',
      title: t('field.projectsNotCancelled'),
      numeric: true,
      render: (row) => (
        <FigureLink
          value={row.projectCount}
          total="totalSize"
          to={paths.projects({ regionCode: row.regionCode, fiscalYear, excludeCancelled: true })}
        >
          {row.projectCount}
        </FigureLink>
      ),
    },
    figure('appropriatedFen', t('money.appropriated')),
    figure('acceptedFen', t('money.accepted')),
    figure('paidFen', t('money.paid')),
    figure('idleFen', t('money.idle')),
    {
      key: 'share',
      title: t('overview.paidOfAppropriated'),
      numeric: true,
      render: (row) => percent(parseFen(row.money.paidFen), parseFen(row.money.appropriatedFen)) ?? '--',
    },
  ];
  return (
    <Section title={t('overview.byVillage')} note={t('overview.byVillageNote')} flush>
      {villages.length === 0 ? (
        <EmptyState />
      ) : (
        <DataTable
          caption={t('overview.byVillage')}
          columns={columns}
          rows={villages}
          rowKey={(row) => row.regionCode}
          initialRows={10}
        />
      )}
    </Section>
  );
}
