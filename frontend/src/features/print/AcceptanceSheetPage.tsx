import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { DateText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { Sheet } from '@/components/print/Sheet';
import { SheetFacts } from '@/components/print/SheetFacts';
import { SheetTable } from '@/components/print/SheetTable';
import { Signatures } from '@/components/print/Signatures';
import { QueryView } from '@/components/QueryView';
import { acceptanceQuery, projectQuery } from '@/lib/api/queries';
import { capitals } from '@/lib/capitals';
import { formatMilli, parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { useTitle } from './useTitle';

/** 验收单: what was measured against what was planned, what it is worth, and who looked. */
export default function AcceptanceSheetPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const acceptance = useQuery(acceptanceQuery(id));
  const projectId = acceptance.data?.projectId ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const channels = useChannelNames();
  const title = useTitle(t('print.acceptance'));
  return (
    <QueryView query={acceptance}>
      {(answer) => {
        const planned = project.data?.plannedQuantityMilli;
        const quantity = (milli: string) =>
          t('project.quantity', { quantity: formatMilli(milli), unit: project.data?.scaleUnit ?? '' });
        return (
          <Sheet
            title={title}
            number={answer.projectNumber}
            numberText={t('print.projectNumber', { number: answer.projectNumber })}
            side={t('print.inYuan')}
            notInForce={
              answer.state === 'ACCEPTANCE_STATE_CONFIRMED'
                ? undefined
                : t('print.notInForce', { state: t(`enum.${answer.state}`) })
            }
            back={{ to: paths.acceptance(id), label: t('acceptance.one') }}
          >
            <SheetFacts
              facts={[
                { label: t('field.project'), value: answer.projectName, whole: true },
                { label: t('field.village'), value: answer.villageName },
                { label: t('field.unit'), value: project.data?.unitName },
                { label: t('acceptance.acceptedOn'), value: <DateText day={answer.acceptedOn} /> },
                { label: t('acceptance.verdict'), value: t(`enum.${answer.verdict}`) },
                { label: t('field.plannedQuantity'), value: planned && quantity(planned) },
                { label: t('acceptance.measured'), value: quantity(answer.measuredQuantityMilli) },
                {
                  label: t('acceptance.difference'),
                  value: planned && quantity((parseFen(answer.measuredQuantityMilli) - parseFen(planned)).toString()),
                },
                { label: t('money.accepted'), value: <MoneyText fen={answer.acceptedFen} unit /> },
                { label: t('print.capitals'), value: capitals(parseFen(answer.acceptedFen)), whole: true },
                { label: t('field.remark'), value: answer.remark, whole: true },
              ]}
            />
            <SheetTable
              caption={t('acceptance.splits')}
              rows={answer.splits}
              rowKey={(split) => split.allocationId}
              columns={[
                { key: 'document', title: t('field.documentNumber'), render: (split) => split.documentNumber },
                { key: 'channel', title: t('field.channel'), render: (split) => channels.of(split.channelCode) },
                {
                  key: 'accepted',
                  title: t('money.accepted'),
                  numeric: true,
                  render: (split) => <MoneyText fen={split.acceptedFen} />,
                },
              ]}
              sum={{ document: t('print.sum'), accepted: <MoneyText fen={answer.acceptedFen} /> }}
            />
            <SheetTable
              caption={t('acceptance.team')}
              rows={answer.team}
              rowKey={(member) => `${member.name} ${member.organization}`}
              columns={[
                { key: 'name', title: t('acceptance.member'), render: (member) => member.name },
                {
                  key: 'organization',
                  title: t('acceptance.organization'),
                  render: (member) =>
                    [member.organization, member.villagersRepresentative && t('acceptance.villagers')]
                      .filter(Boolean)
                      .join(t('print.and')) || '--',
                },
                { key: 'sign', title: t('print.signature'), wide: true, render: () => null },
              ]}
            />
            <Signatures
              signatures={[
                { label: t('print.unitOpinion'), seal: true, known: project.data?.unitName },
                { label: t('print.villageOpinion'), seal: true, known: answer.villageName },
                { label: t('print.townshipOpinion'), seal: true, known: project.data?.townshipName },
                {
                  label: t('print.officeOpinion'),
                  seal: true,
                  known: (
                    <>
                      <div>{t('print.drafted', { name: answer.drafterName || '--' })}</div>
                      <div>{t('print.confirmed', { name: answer.confirmerName || '--' })}</div>
                    </>
                  ),
                },
              ]}
            />
          </Sheet>
        );
      }}
    </QueryView>
  );
}
