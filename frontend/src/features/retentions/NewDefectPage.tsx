import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { retentionQuery } from '@/lib/api/queries';
import type { Retention, RetentionDefect } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { formatYuan, parseFen } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';

interface Values {
  allocationId: string;
  amountFen: string;
  foundOn: string;
  reason: string;
}

/** 登记质量缺陷: what is wrong and what mending it costs; finance confirms it. */
export default function NewDefectPage() {
  const { id = '' } = useParams();
  const retention = useQuery(retentionQuery(id));
  return <QueryView query={retention}>{(answer) => <DefectForm retention={answer} />}</QueryView>;
}

function DefectForm({ retention }: { retention: Retention }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const rules = useMoneyRules();
  const { id, lots } = retention;
  return (
    <FormPage<Values, RetentionDefect>
      title={t('retention.recordDefect')}
      sub={`${retention.claimNumber} ${retention.projectName}`}
      parent={{ to: paths.retention(id), label: t('retention.ofNumber', { number: retention.claimNumber }) }}
      opened={{
        values: { allocationId: lots[0]?.allocationId ?? '', amountFen: '', foundOn: today(), reason: '' },
        version: '',
      }}
      draft={`retention.defect.${id}`}
      submitLabel={t('retention.record')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/retentionDefects', {
            headers: { 'Idempotency-Key': key },
            body: {
              claimId: id,
              allocationId: values.allocationId,
              amountFen: String(fenOf(values.amountFen) ?? 0n),
              foundOn: values.foundOn,
              reason: values.reason.trim(),
            },
          }),
        )
      }
      done={() => {
        notify(t('retention.recorded'));
        void navigate(paths.retention(id));
      }}
    >
      <Section title={t('section.facts')} note={t('retention.defectsNote')}>
        <FieldGrid>
          <Field name="allocationId" label={t('field.allocation')} required>
            <Select
              options={lots.map((lot) => ({
                value: lot.allocationId,
                label: t('retention.lotChoice', {
                  number: lot.documentNumber,
                  amount: formatYuan(parseFen(lot.leftFen)),
                }),
              }))}
            />
          </Field>
          <Field name="amountFen" label={t('retention.cost')} required rules={rules}>
            <MoneyInput />
          </Field>
          <DateField name="foundOn" label={t('retention.foundOn')} required notFuture />
          <FullWidth>
            <Field name="reason" label={t('retention.what')} required>
              <Input.TextArea rows={3} maxLength={500} />
            </Field>
          </FullWidth>
        </FieldGrid>
      </Section>
    </FormPage>
  );
}
