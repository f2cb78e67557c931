import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { projectLotsQuery } from '@/lib/api/queries';
import type { ProjectLot } from '@/lib/api/types';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { type Column, DataTable } from './DataTable';
import { ExportBar } from './ExportBar';
import { MoneyText } from './MoneyText';
import { Section } from './Page';
import { QueryView } from './QueryView';
import { Stack } from './Stack';
import { EmptyState } from './states';

/** 项目资金, of one project or of one allocation. */
export function ProjectLots({ projectId, allocationId }: { projectId?: string; allocationId?: string }) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const channels = useChannelNames();
  const of = { ...(projectId ? { projectId } : {}), ...(allocationId ? { allocationId } : {}) };
  const lots = useQuery(projectLotsQuery({ pageSize: 200, ...of }));
  const money = (field: keyof ProjectLot & `${string}Fen`, label: string): Column<ProjectLot> => ({
    key: field,
    title: t('unit.inYuan', { name: label }),
    numeric: true,
    render: (lot) => <MoneyText fen={lot[field]} />,
  });
  const documentName = (lot: ProjectLot) =>
    t('allocation.oneTitle', { document: lot.documentNumber, number: lot.lineNumber });
  const columns: Column<ProjectLot>[] = [
    allocationId
      ? {
          key: 'project',
          title: t('field.project'),
          heading: true,
          render: (lot) => (
            <Stack main={<Link to={paths.project(lot.projectId)}>{lot.projectName}</Link>} sub={lot.projectNumber} />
          ),
        }
      : {
          key: 'allocation',
          title: t('field.allocation'),
          heading: true,
          render: (lot) => (
            <Stack
              main={
                mayCall('AllocationService_GetAllocation') ? (
                  <Link to={paths.allocation(lot.allocationId)}>{documentName(lot)}</Link>
                ) : (
                  documentName(lot)
                )
              }
              sub={channels.of(lot.channelCode, lot.channelName)}
            />
          ),
        },
    { key: 'year', title: t('field.fiscalYear'), render: (lot) => lot.fiscalYear },
    money('appropriatedFen', t('money.appropriated')),
    money('acceptedFen', t('money.accepted')),
    money('heldFen', t('money.held')),
    money('paidFen', t('money.paid')),
    money('retainedFen', t('money.retention')),
    money('availableFen', t('money.lotAvailable')),
    money('advanceFen', t('money.advance')),
    money('advanceCapFen', t('money.advanceCap')),
  ];
  return (
    <Section title={t('projectLot.list')} note={t('projectLot.note')} flush>
      <QueryView query={lots} rows={3}>
        {(answer) =>
          answer.projectLots.length === 0 ? (
            <EmptyState />
          ) : (
            <>
              <ExportBar exported={{ list: 'projectLots', filters: of }} totalSize={answer.totalSize} />
              <DataTable
                caption={t('projectLot.list')}
                columns={columns}
                rows={answer.projectLots}
                rowKey={(lot) => `${lot.allocationId}-${lot.projectId}`}
              />
            </>
          )
        }
      </QueryView>
    </Section>
  );
}
