import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PayeeAccount } from '@/components/PayeeAccount';
import type { Claim } from '@/lib/api/types';

/** The payee's account on a paper: masked, until somebody who may see it whole has said what for. It lives as long as the page. */
export function useWholeAccount(claim: Claim | undefined) {
  const { t } = useTranslation();
  const [revealed, setRevealed] = useState({ of: '', account: '' });
  const of = claim && `${claim.id} ${claim.etag}`;
  const account = of === revealed.of ? revealed.account : '';
  return {
    account,
    button: claim && !account && (
      <PayeeAccount
        claim={claim}
        label={t('print.showAccount')}
        onRevealed={(whole) => setRevealed({ of: of ?? '', account: whole })}
      />
    ),
  };
}
