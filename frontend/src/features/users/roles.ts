import type { Role } from '@/lib/api/types';

// Which roles go together is the server's to say; the groups tell the rule before anything is refused.

export const ROLE_GROUPS = [
  { name: 'administrations', roles: ['ROLE_ADMIN', 'ROLE_SECURITY_ADMIN', 'ROLE_AUDIT_ADMIN'] },
  { name: 'money', roles: ['ROLE_FINANCE_OFFICER', 'ROLE_FINANCE_APPROVER', 'ROLE_CASHIER'] },
  {
    name: 'work',
    roles: ['ROLE_POVERTY_OFFICE', 'ROLE_DEPARTMENT', 'ROLE_UNIT', 'ROLE_TOWNSHIP', 'ROLE_VILLAGE'],
  },
  { name: 'read', roles: ['ROLE_STATISTICS', 'ROLE_LEADER', 'ROLE_AUDITOR'] },
] as const satisfies { name: string; roles: Role[] }[];

export const ROLES: Role[] = ROLE_GROUPS.flatMap((group) => [...group.roles]);
