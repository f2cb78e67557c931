import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field, PlaceContext } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules, yuanText } from '@/components/form/MoneyInput';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { projectQuery } from '@/lib/api/queries';
import type { Project, ProjectChange } from '@/lib/api/types';
import { formatMilli, formatYuan, parseFen, readMilli } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { KINDS, type Kind, VERBS } from './kinds';
import { WhatOfMoney } from './WhatOfMoney';

interface Values {
  kind: Kind;
  reason: string;
  after: { plannedQuantityMilli: string; startDate: string; endDate: string; budgetFen: string };
}

/** Where the terms stand in the form's values. */
const TERMS = { path: ['after'], row: '', item: 'after' };

/** 申请变更: another scale, other days or another budget, or that the work rests, goes on or is given up. */
export default function NewProjectChangePage() {
  const [params] = useSearchParams();
  const project = useQuery(projectQuery(params.get('projectId') ?? ''));
  return <QueryView query={project}>{(of) => <ChangeForm project={of} />}</QueryView>;
}

function ChangeForm({ project }: { project: Project }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const moneyRules = useMoneyRules();
  const kinds = KINDS.filter((kind) => project.allowedActions.includes(VERBS[kind]));
  const committed = parseFen(project.money.requestedFen) + parseFen(project.money.appropriatedFen);
  return (
    <FormPage<Values, ProjectChange>
      title={t('projectChange.new')}
      sub={`${project.number} ${project.name}`}
      parent={{ to: paths.project(project.id), label: project.name }}
      opened={{
        version: '',
        values: {
          kind: kinds[0] ?? 'PROJECT_CHANGE_KIND_AMEND',
          reason: '',
          after: {
            plannedQuantityMilli: formatMilli(project.plannedQuantityMilli),
            startDate: project.startDate,
            endDate: project.endDate,
            budgetFen: yuanText(project.budgetFen),
          },
        },
      }}
      draft={`projectChange.new.${project.id}`}
      submitLabel={t('projectChange.send')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/projectChanges', {
            headers: { 'Idempotency-Key': key },
            body: {
              projectId: project.id,
              kind: values.kind,
              reason: values.reason.trim(),
              ...(values.kind === 'PROJECT_CHANGE_KIND_AMEND' && {
                after: {
                  plannedQuantityMilli: String(readMilli(values.after.plannedQuantityMilli) ?? 0n),
                  startDate: values.after.startDate,
                  endDate: values.after.endDate,
                  budgetFen: String(fenOf(values.after.budgetFen) ?? 0n),
                },
              }),
            },
          }),
        )
      }
      done={(made) => {
        notify(t('projectChange.sent'));
        void navigate(paths.projectChange(made.id));
      }}
    >
      {(form) => {
        const kind = form.getFieldValue('kind') as Kind;
        return (
          <>
            <Section title={t('section.facts')}>
              <FieldGrid>
                <Field name="kind" label={t('projectChange.kind')} required>
                  <Select options={kinds.map((value) => ({ value, label: t(`enum.${value}`) }))} />
                </Field>
                <FullWidth>
                  <Field name="reason" label={t('form.reason')} required>
                    <Input.TextArea maxLength={500} rows={3} />
                  </Field>
                </FullWidth>
              </FieldGrid>
            </Section>
            {kind === 'PROJECT_CHANGE_KIND_AMEND' && (
              <Section title={t('projectChange.terms')} note={t('projectChange.termsNote')}>
                <PlaceContext value={TERMS}>
                  <FieldGrid>
                    <Field
                      name="plannedQuantityMilli"
                      label={t('field.plannedQuantity')}
                      required
                      rules={[
                        {
                          validator: (_, typed: string) =>
                            !typed || readMilli(typed) !== null
                              ? Promise.resolve()
                              : Promise.reject(new Error(t('form.noQuantity'))),
                        },
                      ]}
                    >
                      <Input inputMode="decimal" autoComplete="off" maxLength={20} suffix={project.scaleUnit} />
                    </Field>
                    <Field
                      name="budgetFen"
                      label={t('money.budget')}
                      required
                      rules={moneyRules}
                      help={t('projectChange.committed', { amount: formatYuan(committed) })}
                    >
                      <MoneyInput />
                    </Field>
                    <DateField name="startDate" label={t('field.startDate')} required />
                    <DateField
                      name="endDate"
                      label={t('field.endDate')}
                      required
                      from={{ day: form.getFieldValue(['after', 'startDate']) as string, name: t('field.startDate') }}
                    />
                  </FieldGrid>
                </PlaceContext>
              </Section>
            )}
            {kind === 'PROJECT_CHANGE_KIND_FAIL' && <WhatOfMoney money={project.money} projectId={project.id} />}
          </>
        );
      }}
    </FormPage>
  );
}
