import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, call, compact } from '@/lib/api/client';
import {
  allocationQuery,
  fundDocumentQuery,
  organizationQuery,
  projectQuery,
  regionQuery,
  userQuery,
} from '@/lib/api/queries';
import { formatYuan, parseFen } from '@/lib/money';
import { recentRegions, rememberRegion } from '@/lib/recentRegions';
import { type Choice, RecordPicker } from './RecordPicker';

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
  placeholder?: string;
  disabled?: boolean;
  autoFocus?: boolean;
  defaultOpen?: boolean;
  'aria-label'?: string;
}

// A few rows too many cost little; nobody reads more than fifty.
const SIZE = 50;

/** 区划: by name, pinyin initials or code; the ones used last come first. The value is the 12-digit code. */
export function RegionPicker({ level, ...rest }: Props & { level?: 'REGION_LEVEL_TOWNSHIP' | 'REGION_LEVEL_VILLAGE' }) {
  const { t } = useTranslation();
  const chosen = useQuery({ ...regionQuery(rest.value ?? ''), enabled: Boolean(rest.value) });
  const choice = (region: {
    code: string;
    name: string;
    shortName: string;
    level: string;
    parentName: string;
  }): Choice => ({
    value: region.code,
    label:
      region.level === 'REGION_LEVEL_VILLAGE'
        ? t('filter.villageOf', { village: region.shortName || region.name, township: region.parentName })
        : region.shortName || region.name,
  });
  return (
    <RecordPicker
      {...rest}
      placeholder={rest.placeholder ?? t('filter.regionHint')}
      chosen={chosen.data ? choice(chosen.data) : undefined}
      recent={recentRegions(level)}
      onChange={(code, picked) => {
        rest.onChange?.(code);
        if (picked) rememberRegion({ value: code, label: picked.label, level: level ?? '' });
      }}
      search={(query) => ({
        queryKey: ['pick', 'regions', level ?? '', query],
        queryFn: async (signal) =>
          (
            await call(api.GET('/v1/regions', { params: { query: compact({ query, level, pageSize: SIZE }) }, signal }))
          ).regions
            .filter((region) => region.active)
            .map(choice),
      })}
    />
  );
}

/** 单位, of certain kinds when named. The value is the id. */
export function OrganizationPicker({
  kind,
  chosenName,
  all = false,
  ...rest
}: Props & {
  kind?: OrganizationKind;
  chosenName?: string | undefined;
  /** Those that are shut as well: for looking for what there has been. */
  all?: boolean;
}) {
  const known = useQuery({ ...organizationQuery(rest.value ?? ''), enabled: Boolean(rest.value) && !chosenName });
  const name = chosenName ?? known.data?.name;
  return (
    <RecordPicker
      {...rest}
      chosen={rest.value && name ? { value: rest.value, label: name } : undefined}
      search={(query) => ({
        queryKey: ['pick', 'organizations', kind ?? '', all, query],
        queryFn: async (signal) =>
          (
            await call(
              api.GET('/v1/organizations', {
                params: { query: compact({ query, kind, excludeDisabled: !all, pageSize: SIZE }) },
                signal,
              }),
            )
          ).organizations.map((each) => ({ value: each.id, label: each.name, note: each.regionName })),
      })}
    />
  );
}

export type OrganizationKind =
  | 'ORGANIZATION_KIND_POVERTY_OFFICE'
  | 'ORGANIZATION_KIND_FINANCE'
  | 'ORGANIZATION_KIND_STATISTICS'
  | 'ORGANIZATION_KIND_DEPARTMENT'
  | 'ORGANIZATION_KIND_TOWNSHIP'
  | 'ORGANIZATION_KIND_VILLAGE'
  | 'ORGANIZATION_KIND_ENTERPRISE'
  | 'ORGANIZATION_KIND_COOPERATIVE'
  | 'ORGANIZATION_KIND_CONTRACTOR'
  | 'ORGANIZATION_KIND_GOVERNMENT'
  | 'ORGANIZATION_KIND_AUDIT'
  | 'ORGANIZATION_KIND_BANK';

/** 用户, for those who may list users. The value is the id. */
export function UserPicker({ chosenName, ...rest }: Props & { chosenName?: string | undefined }) {
  const known = useQuery({ ...userQuery(rest.value ?? ''), enabled: Boolean(rest.value) && !chosenName });
  const name = chosenName ?? known.data?.displayName;
  return (
    <RecordPicker
      {...rest}
      chosen={rest.value && name ? { value: rest.value, label: name } : undefined}
      search={(query) => ({
        queryKey: ['pick', 'users', query],
        queryFn: async (signal) =>
          (
            await call(api.GET('/v1/users', { params: { query: compact({ query, pageSize: SIZE }) }, signal }))
          ).users.map((each) => ({
            value: each.id,
            label: each.displayName,
            note: `${each.username} ${each.organizationName}`,
          })),
      })}
    />
  );
}

/** 项目, in one state when named. The value is the id. */
export function ProjectPicker({
  state,
  ...rest
}: Props & { state?: 'PROJECT_STATE_COMPLETED' | 'PROJECT_STATE_UNDERWAY' }) {
  const chosen = useQuery({ ...projectQuery(rest.value ?? ''), enabled: Boolean(rest.value) });
  const choice = (each: { id: string; name: string; number: string; villageName: string }): Choice => ({
    value: each.id,
    label: each.name,
    note: `${each.number} ${each.villageName}`,
  });
  return (
    <RecordPicker
      {...rest}
      chosen={chosen.data ? choice(chosen.data) : undefined}
      search={(query) => ({
        queryKey: ['pick', 'projects', state ?? '', query],
        queryFn: async (signal) =>
          (
            await call(
              api.GET('/v1/projects', {
                params: { query: compact({ query, state, excludeCancelled: true, pageSize: SIZE }) },
                signal,
              }),
            )
          ).projects.map(choice),
      })}
    />
  );
}

/** 指标文件: by number or title. The value is the id. */
export function FundDocumentPicker(props: Props) {
  const chosen = useQuery({ ...fundDocumentQuery(props.value ?? ''), enabled: Boolean(props.value) });
  const choice = (each: { id: string; number: string; title: string }): Choice => ({
    value: each.id,
    label: each.number,
    note: each.title,
  });
  return (
    <RecordPicker
      {...props}
      chosen={chosen.data ? choice(chosen.data) : undefined}
      search={(query) => ({
        queryKey: ['pick', 'fundDocuments', query],
        queryFn: async (signal) =>
          (
            await call(api.GET('/v1/fundDocuments', { params: { query: compact({ query, pageSize: SIZE }) }, signal }))
          ).fundDocuments.map(choice),
      })}
    />
  );
}

/** 指标: by document number or title. The value is the id of the allocation. */
export function AllocationPicker(props: Props) {
  const { t } = useTranslation();
  const chosen = useQuery({ ...allocationQuery(props.value ?? ''), enabled: Boolean(props.value) });
  const label = (number: string, line: number) => t('allocation.oneTitle', { document: number, number: line });
  return (
    <RecordPicker
      {...props}
      chosen={
        chosen.data
          ? { value: chosen.data.id, label: label(chosen.data.documentNumber, chosen.data.lineNumber) }
          : undefined
      }
      search={(query) => ({
        queryKey: ['pick', 'allocations', query],
        queryFn: async (signal) =>
          (
            await call(api.GET('/v1/fundDocuments', { params: { query: compact({ query, pageSize: SIZE }) }, signal }))
          ).fundDocuments.flatMap((document) =>
            document.lines
              .filter((line) => line.allocationId)
              .map((line) => ({
                value: line.allocationId,
                label: label(document.number, line.lineNumber),
                note: t('unit.amount', { amount: formatYuan(parseFen(line.amountFen)) }),
              })),
          ),
      })}
    />
  );
}
