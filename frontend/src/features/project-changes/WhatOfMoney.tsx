import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Section } from '@/components/Page';
import type { ProjectMoney } from '@/lib/api/types';
import { parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

/** What a failing project means for its money: what must be dealt with before, and what is left to do afterwards. */
export function WhatOfMoney({ money, projectId }: { money: ProjectMoney; projectId: string }) {
  const { t } = useTranslation();
  const left = parseFen(money.appropriatedFen) - parseFen(money.heldFen) - parseFen(money.paidFen);
  return (
    <Section title={t('projectChange.money')} note={t('projectChange.moneyNote')}>
      <Facts
        facts={[
          { label: t('projectChange.mustWithdraw'), value: <MoneyText fen={money.requestedFen} unit /> },
          { label: t('projectChange.mustReturn'), value: <MoneyText fen={money.heldFen} unit /> },
          {
            label: t('projectChange.toFree'),
            value: (
              <>
                <MoneyText fen={left.toString()} unit />{' '}
                <Link to={paths.appropriations({ projectId })}>{t('project.itsAppropriations')}</Link>
              </>
            ),
          },
          { label: t('projectChange.toRecover'), value: <MoneyText fen={money.advanceFen} unit /> },
          { label: t('money.paid'), value: <MoneyText fen={money.paidFen} unit /> },
        ]}
      />
    </Section>
  );
}
