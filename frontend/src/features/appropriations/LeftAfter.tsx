import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LeftText } from '@/components/LeftText';
import { Facts, Section } from '@/components/Page';
import { allocationQuery, projectQuery } from '@/lib/api/queries';
import { parseFen } from '@/lib/money';

/**
 * What is left of the allocation and of the project's budget: once the amount being typed is taken off, or, for one who decides about a
 * request, as it is, since what is asked for is set apart already.
 */
export function LeftAfter({
  allocationId,
  projectId,
  amount = 0n,
  note,
}: {
  allocationId: string;
  projectId: string;
  amount?: bigint;
  note?: string;
}) {
  const { t } = useTranslation();
  const allocation = useQuery({ ...allocationQuery(allocationId), enabled: allocationId !== '' });
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const ofAllocation = allocation.data && parseFen(allocation.data.money.availableFen) - amount;
  const ofProject =
    project.data &&
    parseFen(project.data.budgetFen) -
      parseFen(project.data.money.appropriatedFen) -
      parseFen(project.data.money.requestedFen) -
      amount;
  return (
    <Section title={t('appropriation.left')} note={note}>
      <div aria-live="polite">
        <Facts
          facts={[
            { label: t('appropriation.leftOfAllocation'), value: <LeftText fen={ofAllocation} /> },
            { label: t('appropriation.leftOfProject'), value: <LeftText fen={ofProject} /> },
          ]}
        />
      </div>
    </Section>
  );
}
