import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { AllocationChanges } from '@/components/AllocationChanges';
import { DateText } from '@/components/DateText';
import { MoneyText } from '@/components/MoneyText';
import { NewButton } from '@/components/NewButton';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { ProjectLots } from '@/components/ProjectLots';
import { QueryView } from '@/components/QueryView';
import { TraceSection } from '@/components/trace/TraceSection';
import { allocationQuery } from '@/lib/api/queries';
import { useChannelNames, usePurposeNames } from '@/lib/names';
import { paths } from '@/lib/paths';

export default function AllocationPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const allocation = useQuery(allocationQuery(id));
  const channels = useChannelNames();
  const purposes = usePurposeNames();
  const data = allocation.data;

  return (
    <Page>
      <PageHeader
        title={
          data
            ? t('allocation.oneTitle', { document: data.documentNumber, number: data.lineNumber })
            : t('allocation.one')
        }
        parent={{ to: paths.allocations(), label: t('allocation.list') }}
        extra={
          data && (
            <>
              <NewButton
                operation="AppropriationService_CreateAppropriation"
                to={paths.newAppropriation({ allocationId: id })}
                label={t('appropriation.new')}
              />
              <NewButton
                operation="ReceiptService_CreateReceipt"
                to={paths.newReceipt({ allocationId: id })}
                label={t('receipt.new')}
              />
              <NewButton
                operation="FundDocumentService_CreateFundDocument"
                to={paths.newChange({ allocationId: id })}
                label={t('fundDocument.newChange')}
              />
              <Link to={paths.appropriations({ allocationId: id })}>{t('project.itsAppropriations')}</Link>
              <Link to={paths.receipts({ allocationId: id })}>{t('allocation.itsReceipts')}</Link>
            </>
          )
        }
      />
      <QueryView query={allocation}>
        {(answer) => (
          <>
            <Section title={t('section.facts')}>
              <Facts
                facts={[
                  {
                    label: t('field.documentNumber'),
                    value: <Link to={paths.fundDocument(answer.fundDocumentId)}>{answer.documentNumber}</Link>,
                  },
                  { label: t('field.issuedOn'), value: <DateText day={answer.issuedOn} /> },
                  { label: t('field.channel'), value: channels.of(answer.channelCode, answer.channelName) },
                  { label: t('field.purpose'), value: purposes.of(answer.purposeCode, answer.purposeName) },
                  { label: t('field.fiscalYear'), value: answer.fiscalYear },
                  { label: t('field.region'), value: answer.regionName || t('allocation.wholeCounty') },
                  { label: t('field.department'), value: answer.departmentName },
                ]}
              />
            </Section>
            <Section title={t('section.money')}>
              <Facts
                facts={(
                  [
                    ['promised', answer.money.promisedFen],
                    ['reduced', answer.money.reducedFen],
                    ['received', answer.money.receivedFen],
                    ['requested', answer.money.requestedFen],
                    ['appropriated', answer.money.appropriatedFen],
                    ['held', answer.money.heldFen],
                    ['paid', answer.money.paidFen],
                    ['available', answer.money.availableFen],
                    ['idleUnappropriated', answer.money.idleUnappropriatedFen],
                    ['idleAppropriated', answer.money.idleAppropriatedFen],
                  ] as const
                ).map(([name, fen]) => ({ label: t(`money.${name}`), value: <MoneyText fen={fen} unit /> }))}
              />
            </Section>
            <AllocationChanges changes={answer.changedBy} />
            <ProjectLots allocationId={id} />
            <TraceSection start={{ allocationId: id }} currentId={id} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
