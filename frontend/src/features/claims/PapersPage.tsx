import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FileField } from '@/components/form/FileField';
import { FormLines } from '@/components/form/FormLines';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules, yuanText } from '@/components/form/MoneyInput';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { EmptyState } from '@/components/states';
import { api, call } from '@/lib/api/client';
import { filesQuery } from '@/lib/api/files';
import { claimCheckListQuery } from '@/lib/api/queries';
import type { ClaimCheckList } from '@/lib/api/types';
import { formatMilli, readMilli } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

interface Row {
  code: string;
  number: string;
  datedOn: string;
  opinionOn: string;
  amountFen: string;
  quantityMilli: string;
  signers: string[];
  fileId: string;
}

interface Values {
  papers: Row[];
}

const fresh = (code = ''): Row => ({
  code,
  number: '',
  datedOn: '',
  opinionOn: '',
  amountFen: '',
  quantityMilli: '',
  signers: [],
  fileId: '',
});

/** The papers there are, and an empty row for each that is still missing. */
const openedOf = (list: ClaimCheckList) => ({
  version: list.etag,
  values: {
    papers: [
      ...list.papers.map((paper) => ({
        ...paper,
        amountFen: paper.amountFen === '0' ? '' : yuanText(paper.amountFen),
        quantityMilli: paper.quantityMilli === '0' ? '' : formatMilli(paper.quantityMilli),
      })),
      ...list.demands
        .filter((demand) => !list.papers.some(({ code }) => code === demand.code))
        .map((demand) => fresh(demand.code)),
    ],
  },
});

/** 填写材料: what the papers of a draft say. */
export default function PapersPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const list = useQuery(claimCheckListQuery(id));
  return (
    <QueryView query={list}>
      {(answer) =>
        answer.demands.length === 0 ? (
          <Page>
            <PageHeader title={t('papers.edit')} parent={{ to: paths.claim(id), label: t('claim.one') }} />
            <EmptyState />
          </Page>
        ) : (
          <PapersForm list={answer} />
        )
      }
    </QueryView>
  );
}

function PapersForm({ list }: { list: ClaimCheckList }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = list.claimId;
  return (
    <>
      <FormPage<Values, ClaimCheckList>
        title={t('papers.edit')}
        parent={{ to: paths.claim(id), label: t('claim.one') }}
        opened={openedOf(list)}
        draft={`claim.papers.${id}`}
        submitLabel={t('action.save')}
        shown={{ papers: { label: t('papers.list'), text: (papers) => papers.map(({ code }) => code).join(' ') } }}
        reload={async () => openedOf(await client.fetchQuery({ ...claimCheckListQuery(id), staleTime: 0 }))}
        submit={(values, { key, version }) =>
          call(
            api.POST('/v1/claims/{id}:setPapers', {
              params: { path: { id } },
              headers: { 'Idempotency-Key': key },
              body: {
                etag: version,
                papers: values.papers.map((row) => ({
                  ...row,
                  number: row.number.trim(),
                  amountFen: String(fenOf(row.amountFen) ?? 0n),
                  quantityMilli: String(readMilli(row.quantityMilli) ?? 0n),
                })),
              },
            }),
          )
        }
        done={(answer) => {
          notify(
            answer.findings.length > 0 ? t('papers.savedLeft', { count: answer.findings.length }) : t('papers.saved'),
          );
          void navigate(paths.claim(id));
        }}
      >
        {(form) => (
          <Section title={t('papers.list')} note={t('papers.note')}>
            <FormLines name="papers" label={t('papers.list')} fresh={() => ({ ...fresh() })} max={100}>
              {({ index }) => (
                <Paper list={list} code={form.getFieldValue(['papers', index, 'code']) as string | undefined} />
              )}
            </FormLines>
          </Section>
        )}
      </FormPage>
      <FileField subject="FILE_SUBJECT_CLAIM" subjectId={id} title={t('claim.files')} note={t('claim.filesNote')} />
    </>
  );
}

function Paper({ list, code }: { list: ClaimCheckList; code: string | undefined }) {
  const { t, i18n } = useTranslation();
  const files = useQuery(filesQuery('FILE_SUBJECT_CLAIM', list.claimId));
  const rules = useMoneyRules({ zero: true });
  const checks = list.demands.find((demand) => demand.code === code)?.checks ?? [];
  const asks = (...any: string[]) => any.some((check) => checks.includes(check));
  return (
    <>
      <Field name="code" label={t('papers.name')} required>
        <Select
          options={list.demands.map((demand) => ({
            value: demand.code,
            label: `${demand.code} ${i18n.language === 'en' ? demand.nameEn : demand.name}`,
          }))}
        />
      </Field>
      {asks('numbered') && (
        <Field name="number" label={t('papers.number')}>
          <Input maxLength={100} />
        </Field>
      )}
      {asks('after_acceptance') && <DateField name="datedOn" label={t('papers.datedOn')} />}
      {asks('opinion_in_order') && <DateField name="opinionOn" label={t('papers.opinionOn')} />}
      {asks('amount', 'accepted') && (
        <Field name="amountFen" label={t('field.amount')} rules={rules}>
          <MoneyInput plain />
        </Field>
      )}
      {asks('scale') && (
        <Field name="quantityMilli" label={t('papers.scale')}>
          <Input inputMode="decimal" maxLength={20} />
        </Field>
      )}
      {asks('signed', 'signed_by_two') && (
        <Field name="signers" label={t('papers.signers')}>
          <Select mode="tags" open={false} suffixIcon={null} />
        </Field>
      )}
      {asks('file') && (
        <Field name="fileId" label={t('papers.scan')}>
          <Select
            allowClear
            options={(files.data?.files ?? []).map((file) => ({ value: file.id, label: file.name }))}
          />
        </Field>
      )}
    </>
  );
}
