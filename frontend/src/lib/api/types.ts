import type { components } from '@/gen/api';

// The server writes every field, defaults included, so an answer has no optional fields.
export type Full<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer U)[]
    ? Full<U>[]
    : T extends object
      ? { [K in keyof T]-?: Full<Exclude<T[K], undefined>> }
      : T;

type Schemas = components['schemas'];
type Answer<K extends keyof Schemas> = Full<Schemas[K]>;

export type Session = Answer<'zhengcun.people.v1.Session'>;
export type County = Answer<'zhengcun.people.v1.County'>;
export type User = Answer<'zhengcun.people.v1.User'>;
export type Role = Schemas['zhengcun.access.v1.Role'];
export type Region = Answer<'zhengcun.people.v1.Region'>;
export type Integration = Answer<'zhengcun.reports.v1.Integration'>;
export type Overview = Answer<'zhengcun.reports.v1.Overview'>;
export type AllocationMoney = Answer<'zhengcun.funds.v1.AllocationMoney'>;
export type ProjectMoney = Answer<'zhengcun.projects.v1.ProjectMoney'>;
export type FundDocument = Answer<'zhengcun.funds.v1.FundDocument'>;
export type AllocationLine = Answer<'zhengcun.funds.v1.AllocationLine'>;
export type Allocation = Answer<'zhengcun.funds.v1.Allocation'>;
export type AllocationChange = Answer<'zhengcun.funds.v1.AllocationChange'>;
export type FiscalYear = Answer<'zhengcun.funds.v1.FiscalYear'>;
export type CarryOver = Answer<'zhengcun.funds.v1.CarryOver'>;
export type CarryOverSum = Answer<'zhengcun.funds.v1.CarryOverSum'>;
export type CarryOverMoney = Answer<'zhengcun.funds.v1.CarryOverMoney'>;
export type Receipt = Answer<'zhengcun.funds.v1.Receipt'>;
export type ProjectLot = Answer<'zhengcun.funds.v1.ProjectLot'>;
export type Claim = Answer<'zhengcun.funds.v1.Claim'>;
export type ClaimCheckList = Answer<'zhengcun.funds.v1.ClaimCheckList'>;
export type Retention = Answer<'zhengcun.funds.v1.Retention'>;
export type RetentionDefect = Answer<'zhengcun.funds.v1.RetentionDefect'>;
export type Acceptance = Answer<'zhengcun.inspections.v1.Acceptance'>;
export type Appropriation = Answer<'zhengcun.funds.v1.Appropriation'>;
export type Reversal = Answer<'zhengcun.funds.v1.Reversal'>;
export type DocumentConflict = Answer<'zhengcun.funds.v1.DocumentConflict'>;
export type DoneItem = Answer<'zhengcun.reports.v1.DoneItem'>;
export type InboxItem = Answer<'zhengcun.reports.v1.InboxItem'>;
export type Payment = Answer<'zhengcun.funds.v1.Payment'>;
export type Project = Answer<'zhengcun.projects.v1.Project'>;
export type ProjectChange = Answer<'zhengcun.projects.v1.ProjectChange'>;
export type ProjectTerms = Answer<'zhengcun.projects.v1.ProjectTerms'>;
export type ProgressReport = Answer<'zhengcun.projects.v1.ProgressReport'>;
export type ProjectState = Schemas['zhengcun.projects.v1.ProjectState'];
export type KeyVillage = Answer<'zhengcun.plans.v1.KeyVillage'>;
export type Organization = Answer<'zhengcun.people.v1.Organization'>;
export type OrganizationKind = Schemas['zhengcun.people.v1.OrganizationKind'];
export type ApiClient = Answer<'zhengcun.people.v1.ApiClient'>;
export type ApiClientRequest = Answer<'zhengcun.people.v1.ApiClientRequest'>;
export type AuditEntry = Answer<'zhengcun.reports.v1.AuditEntry'>;
export type AuditVerification = Answer<'zhengcun.reports.v1.AuditVerification'>;
export type Trace = Answer<'zhengcun.funds.v1.TraceFundsResponse'>;
export type TraceNode = Answer<'zhengcun.funds.v1.TraceNode'>;
export type TraceLink = Answer<'zhengcun.funds.v1.TraceLink'>;
export type TraceNodeKind = Schemas['zhengcun.funds.v1.TraceNodeKind'];
