import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '@/components/DataTable';
import { FigureLink } from '@/components/FigureLink';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { Stack } from '@/components/Stack';
import { Tag } from '@/components/StatusTag';
import { EmptyState } from '@/components/states';
import { overviewQuery } from '@/lib/api/queries';
import type { Overview, ProjectMoney } from '@/lib/api/types';
import { parseFen, percent } from '@/lib/money';
import { paths } from '@/lib/paths';

type Row = Overview['villages'][number];

/**
 * By village, over all years: projects and their lists are not of one year, so only these figures equal the lists they
 * open.
 */
export function VillageSection() {
  const { t } = useTranslation();
  const overview = useQuery(overviewQuery(0));
  const figure = (field: keyof ProjectMoney, label: string): Column<Row> => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (row) => (
      <FigureLink
        value={parseFen(row.money[field])}
        total={field}
        to={paths.projects({ regionCode: row.regionCode, figure: field })}
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
          sub={t('overview.townshipAndProjects', { township: row.townshipName, count: row.projectCount })}
        />
      ),
    },
    figure('appropriatedFen', t('money.appropriated')),
    figure('acceptedFen', t('money.accepted')),
    figure('paidFen', t('money.paid')),
    {
      key: 'share',
      title: t('overview.paidOfAppropriated'),
      numeric: true,
      render: (row) => percent(parseFen(row.money.paidFen), parseFen(row.money.appropriatedFen)) ?? '--',
    },
  ];
  return (
    <Section title={t('overview.byVillage')} note={t('overview.byVillageNote')} flush>
      <QueryView query={overview}>
        {({ villages }) =>
          villages.length === 0 ? (
            <EmptyState />
          ) : (
            <DataTable
              caption={t('overview.byVillage')}
              columns={columns}
              rows={villages}
              rowKey={(row) => row.regionCode}
              initialRows={10}
            />
          )
        }
      </QueryView>
    </Section>
  );
}
