import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import type { Operation } from '@/lib/access';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { InboxBadge } from './InboxBadge';
import styles from './layout.module.css';

const groups = [
  {
    name: 'lead',
    entries: [
      ['inbox', paths.inbox(), null],
      // Of a department alone: who else sees money sees it in the overview.
      ['ourMoney', paths.ourMoney(), 'ClaimService_CheckClaimByDepartment'],
      ['overview', paths.overview(), 'OverviewService_GetOverview'],
    ],
  },
  {
    name: 'funds',
    entries: [
      ['fundDocuments', paths.fundDocuments(), 'FundDocumentService_ListFundDocuments'],
      ['allocations', paths.allocations(), 'AllocationService_ListAllocations'],
      ['receipts', paths.receipts(), 'ReceiptService_ListReceipts'],
      ['appropriations', paths.appropriations(), 'AppropriationService_ListAppropriations'],
      ['claims', paths.claims(), 'ClaimService_ListClaims'],
      ['retentions', paths.retentions(), 'RetentionService_ListRetentions'],
      ['payments', paths.payments(), 'PaymentService_ListPayments'],
      ['reversals', paths.reversals(), 'ReversalService_ListReversals'],
      ['fiscalYears', paths.fiscalYears(), 'FiscalYearService_ListFiscalYears'],
      ['documentConflicts', paths.documentConflicts(), 'FundDocumentService_ListDocumentConflicts'],
      ['integration', paths.integration(), 'IntegrationService_GetIntegration'],
      ['trace', paths.trace(), 'FundTraceService_TraceFunds'],
    ],
  },
  {
    name: 'projects',
    entries: [
      ['projects', paths.projects(), 'ProjectService_ListProjects'],
      ['progress', paths.progress(), 'ProgressReportService_ListProgressReports'],
      ['projectChanges', paths.projectChanges(), 'ProjectChangeService_ListProjectChanges'],
      ['acceptances', paths.acceptances(), 'AcceptanceService_ListAcceptances'],
      ['keyVillages', paths.keyVillages(), 'KeyVillageService_ListKeyVillages'],
    ],
  },
  {
    name: 'administration',
    entries: [
      ['users', paths.users(), 'UserService_ListUsers'],
      // Everybody may look up an organization; keeping them is for those who keep or watch the people.
      ['organizations', paths.organizations(), 'UserService_ListUsers'],
      ['apiClients', paths.apiClients(), 'ApiClientService_ListApiClients'],
      ['auditEntries', paths.auditEntries(), 'AuditEntryService_ListAuditEntries'],
    ],
  },
] as const satisfies { name: string; entries: [string, string, Operation | null][] }[];

/** Only what the roles may open. */
export function MainMenu() {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  return (
    <nav aria-label={t('nav.main')} className={styles.menu}>
      {groups.map((group) => {
        const entries = group.entries.filter(([, , operation]) => operation === null || mayCall(operation));
        if (entries.length === 0) return null;
        return (
          <div key={group.name}>
            <p className={styles.menuGroup}>{t(`nav.group.${group.name}`)}</p>
            <ul>
              {entries.map(([name, to]) => (
                <li key={name}>
                  <NavLink
                    to={to}
                    className={({ isActive }) => (isActive ? `${styles.item} ${styles.active}` : styles.item)}
                  >
                    {t(`nav.${name}`)}
                    {name === 'inbox' && <InboxBadge />}
                  </NavLink>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}
