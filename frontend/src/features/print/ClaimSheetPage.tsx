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
import { acceptanceQuery, claimCheckListQuery, claimQuery, projectQuery } from '@/lib/api/queries';
import type { Claim } from '@/lib/api/types';
import { capitals } from '@/lib/capitals';
import { formatMoment } from '@/lib/dates';
import { formatPercent, formatYuan, parseFen } from '@/lib/money';
import { useChannelNames } from '@/lib/names';
import { paths } from '@/lib/paths';
import { opinionsOf, REVIEW } from './opinions';
import { useTitle } from './useTitle';
import { useWholeAccount } from './useWholeAccount';

const NOT_IN_FORCE: readonly Claim['state'][] = ['CLAIM_STATE_DRAFT', 'CLAIM_STATE_RETURNED', 'CLAIM_STATE_REJECTED'];

/** 报账单: what is asked for, from which money, and who has agreed. */
export default function ClaimSheetPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const claim = useQuery(claimQuery(id));
  const { projectId = '', acceptanceId = '' } = claim.data ?? {};
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const acceptance = useQuery({ ...acceptanceQuery(acceptanceId), enabled: acceptanceId !== '' });
  const papers = useQuery(claimCheckListQuery(id));
  const english = i18n.language === 'en';
  const channels = useChannelNames();
  const title = useTitle(t('print.claim'));
  const whole = useWholeAccount(claim.data);
  return (
    <QueryView query={claim}>
      {(answer) => {
        const said = opinionsOf(answer.history);
        return (
          <Sheet
            title={title}
            number={answer.number}
            side={t('print.inYuan')}
            notInForce={
              NOT_IN_FORCE.includes(answer.state)
                ? t('print.notInForce', { state: t(`enum.${answer.state}`) })
                : undefined
            }
            back={{ to: paths.claim(id), label: t('claim.one') }}
            tools={whole.button}
          >
            <SheetFacts
              facts={[
                { label: t('field.project'), value: `${answer.projectName} ${answer.projectNumber}`, whole: true },
                { label: t('field.village'), value: answer.villageName },
                { label: t('field.unit'), value: project.data?.unitName },
                { label: t('field.claimKind'), value: t(`enum.${answer.kind}`) },
                { label: t('field.claimedOn'), value: <DateText day={answer.claimedOn} /> },
                { label: t('field.payee'), value: answer.payeeName },
                { label: t('field.payeeAccount'), value: whole.account || answer.payeeAccount },
                acceptance.data !== undefined && {
                  label: t('claim.acceptance'),
                  value: t('claim.acceptanceOn', {
                    day: acceptance.data.acceptedOn,
                    amount: formatYuan(parseFen(acceptance.data.acceptedFen)),
                  }),
                  whole: true,
                },
                { label: t('field.amount'), value: <MoneyText fen={answer.amountFen} unit /> },
                { label: t('money.setOff'), value: <MoneyText fen={answer.setOffFen} unit /> },
                ...(parseFen(answer.retentionFen) > 0n
                  ? [
                      { label: t('money.retention'), value: <MoneyText fen={answer.retentionFen} unit /> },
                      {
                        label: t('retention.terms'),
                        value: t('retention.termsText', {
                          rate: formatPercent(answer.retentionBp),
                          day: answer.retentionDueOn,
                        }),
                      },
                      {
                        label: t('retention.capitals'),
                        value: capitals(parseFen(answer.retentionFen)),
                        whole: true,
                      },
                    ]
                  : []),
                answer.retentionOfId !== '' && { label: t('retention.of'), value: answer.retentionOfNumber },
                { label: t('print.capitals'), value: capitals(parseFen(answer.amountFen)), whole: true },
                { label: t('field.state'), value: t(`enum.${answer.state}`) },
                { label: t('field.remark'), value: answer.remark },
              ]}
            />
            <SheetTable
              caption={t('claim.lines')}
              rows={answer.lines}
              rowKey={(line) => line.allocationId}
              columns={[
                { key: 'document', title: t('field.documentNumber'), render: (line) => line.documentNumber },
                { key: 'channel', title: t('field.channel'), render: (line) => channels.of(line.channelCode) },
                {
                  key: 'amount',
                  title: t('claim.amount'),
                  numeric: true,
                  render: (line) => <MoneyText fen={line.amountFen} />,
                },
                {
                  key: 'setOff',
                  title: t('money.setOff'),
                  numeric: true,
                  render: (line) => <MoneyText fen={line.setOffFen} />,
                },
                {
                  key: 'retention',
                  title: t('money.retention'),
                  numeric: true,
                  render: (line) => <MoneyText fen={line.retentionFen} />,
                },
              ]}
              sum={{
                document: t('print.sum'),
                amount: <MoneyText fen={answer.amountFen} />,
                setOff: <MoneyText fen={answer.setOffFen} />,
                retention: <MoneyText fen={answer.retentionFen} />,
              }}
            />
            {papers.data && papers.data.demands.length > 0 && (
              <SheetTable
                caption={t('papers.list')}
                rows={papers.data.demands}
                rowKey={(demand) => demand.code}
                columns={[
                  { key: 'code', title: t('papers.code'), render: (demand) => demand.code },
                  { key: 'name', title: t('papers.name'), render: (demand) => (english ? demand.nameEn : demand.name) },
                  {
                    key: 'copies',
                    title: t('papers.copies'),
                    numeric: true,
                    render: (demand) => papers.data.papers.filter(({ code }) => code === demand.code).length,
                  },
                  {
                    key: 'numbers',
                    title: t('papers.number'),
                    render: (demand) =>
                      papers.data.papers
                        .filter(({ code }) => code === demand.code)
                        .map(({ number }) => number)
                        .filter(Boolean)
                        .join(t('list.comma')),
                  },
                ]}
              />
            )}
            <Signatures
              signatures={REVIEW.map((action) => {
                const step = said.get(action);
                return {
                  label: t(`print.opinion.${action}`),
                  seal: true,
                  known: step && (
                    <>
                      <div>{[t(`enum.${step.action}`), step.comment].filter(Boolean).join(t('print.colon'))}</div>
                      <div>
                        {[step.organizationName, step.actorName, formatMoment(step.time)].filter(Boolean).join(' ')}
                      </div>
                    </>
                  ),
                };
              })}
            />
          </Sheet>
        );
      }}
    </QueryView>
  );
}
