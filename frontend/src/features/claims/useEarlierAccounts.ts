import { useQuery } from '@tanstack/react-query';
import { claimsQuery } from '@/lib/api/queries';
import type { Claim } from '@/lib/api/types';

/** The unit's claims whose accounts can be used again, the newest of each payee and account. */
export function earlierAccounts(claims: readonly Claim[], edited?: Claim): Claim[] {
  const seen = new Set<string>();
  return claims.filter((claim) => {
    const account = `${claim.payeeAccount} ${claim.payeeName}`;
    // Who may see the account of a claim that is not his to pay is of its unit; what was rejected is nothing to go by.
    const fit = claim.allowedActions.includes('revealPayeeAccount') && claim.state !== 'CLAIM_STATE_REJECTED';
    if (!fit || claim.id === edited?.id || seen.has(account)) return false;
    seen.add(account);
    return true;
  });
}

/** The accounts the unit has had paid to, newest first. They come masked, and only the id of the claim goes back. */
export function useEarlierAccounts(edited?: Claim): Claim[] {
  const { data } = useQuery(claimsQuery({ orderBy: 'create_time desc', pageSize: 200 }));
  return earlierAccounts(data?.claims ?? [], edited);
}
