import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { ProjectPicker } from '@/components/form/pickers';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { progressReportsQuery, projectQuery } from '@/lib/api/queries';
import type { ProgressReport, Project } from '@/lib/api/types';
import { today } from '@/lib/dates';
import { formatMilli, readMilli } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { formatPosition, type Place, whereAmI } from '@/lib/position';

interface Values {
  reportedOn: string;
  percent: string;
  setbackReason: string;
  quantityMilli: string;
  quality: 'WORK_QUALITY_GOOD' | 'WORK_QUALITY_FAIR' | 'WORK_QUALITY_POOR';
  moneyUsedFen: string;
  problems: string;
  position: Place | null;
}

const WHOLE_PERCENT = /^(100|[1-9]?[0-9])$/;
const QUALITIES = ['WORK_QUALITY_GOOD', 'WORK_QUALITY_FAIR', 'WORK_QUALITY_POOR'] as const;

/** 报进度: short enough to fill in on a phone beside the work. Photos are added to the report once it is there. */
export default function NewReportPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const projectId = params.get('projectId') ?? '';
  const project = useQuery({ ...projectQuery(projectId), enabled: projectId !== '' });
  const last = useQuery({ ...progressReportsQuery({ projectId, pageSize: 1 }), enabled: projectId !== '' });
  if (!projectId)
    return (
      <Page>
        <PageHeader title={t('progress.new')} parent={{ to: paths.progress(), label: t('progress.list') }} />
        <Section title={t('progress.chooseProject')}>
          <ProjectPicker
            state="PROJECT_STATE_UNDERWAY"
            aria-label={t('field.project')}
            onChange={(id) => id && setParams({ projectId: id })}
          />
        </Section>
      </Page>
    );
  return (
    <QueryView query={project}>
      {(of) => (
        <QueryView query={last}>
          {({ progressReports }) => <ReportForm project={of} before={progressReports[0]} />}
        </QueryView>
      )}
    </QueryView>
  );
}

function ReportForm({ project, before }: { project: Project; before: ProgressReport | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const moneyRules = useMoneyRules({ zero: true });
  const done = before?.percent ?? 0;
  return (
    <FormPage<Values, ProgressReport>
      title={t('progress.new')}
      sub={`${project.number} ${project.name}`}
      parent={{ to: paths.project(project.id), label: project.name }}
      opened={{
        version: '',
        values: {
          reportedOn: today(),
          percent: '',
          setbackReason: '',
          quantityMilli: '',
          quality: 'WORK_QUALITY_GOOD',
          moneyUsedFen: '',
          problems: '',
          position: null,
        },
      }}
      draft={`progress.new.${project.id}`}
      submitLabel={t('progress.send')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/progressReports', {
            headers: { 'Idempotency-Key': key },
            body: {
              projectId: project.id,
              reportedOn: values.reportedOn,
              percent: Number(values.percent),
              setbackReason: Number(values.percent) < done ? (values.setbackReason ?? '').trim() : '',
              quantityMilli: String(readMilli(values.quantityMilli) ?? 0n),
              quality: values.quality,
              moneyUsedFen: String(fenOf(values.moneyUsedFen) ?? 0n),
              problems: values.problems.trim(),
              ...(values.position && { position: values.position }),
            },
          }),
        )
      }
      done={(made) => {
        notify(t('progress.sent'));
        void navigate(paths.progressReport(made.id));
      }}
    >
      {(form) => {
        const typed = (form.getFieldValue('percent') ?? '') as string;
        return (
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field
                name="percent"
                label={t('progress.percent')}
                required
                rules={[{ pattern: WHOLE_PERCENT, message: t('progress.noPercent') }]}
                help={
                  before
                    ? t('progress.before', { percent: before.percent, day: before.reportedOn })
                    : t('progress.first')
                }
              >
                <Input inputMode="numeric" autoComplete="off" maxLength={3} suffix="%" />
              </Field>
              {WHOLE_PERCENT.test(typed) && Number(typed) < done && (
                <Field name="setbackReason" label={t('progress.setbackReason')} required>
                  <Input maxLength={200} />
                </Field>
              )}
              <DateField
                name="reportedOn"
                label={t('progress.reportedOn')}
                required
                notFuture
                from={{ day: before?.reportedOn, name: t('progress.lastTime') }}
              />
              <Field
                name="quantityMilli"
                label={t('progress.quantity')}
                help={t('progress.planned', {
                  quantity: formatMilli(project.plannedQuantityMilli),
                  unit: project.scaleUnit,
                })}
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
              <Field name="quality" label={t('progress.quality')} required>
                <Select options={QUALITIES.map((value) => ({ value, label: t(`enum.${value}`) }))} />
              </Field>
              <Field
                name="moneyUsedFen"
                label={t('progress.moneyUsed')}
                help={t('progress.moneyNote')}
                rules={moneyRules}
              >
                <MoneyInput />
              </Field>
              <FullWidth>
                <Field name="problems" label={t('progress.problems')} help={t('progress.problemsNote')}>
                  <Input.TextArea maxLength={200} rows={3} />
                </Field>
              </FullWidth>
              <FullWidth>
                <Field name="position" label={t('progress.position')} help={t('progress.positionNote')}>
                  <PositionInput />
                </Field>
              </FullWidth>
            </FieldGrid>
          </Section>
        );
      }}
    </FormPage>
  );
}

/** Where the phone is, taken when the person asks for it, and dropped when he wants. */
function PositionInput({
  id,
  value = null,
  onChange,
}: {
  id?: string;
  value?: Place | null;
  onChange?: (place: Place | null) => void;
}) {
  const { t } = useTranslation();
  const [state, setState] = useState<'' | 'asking' | 'failed'>('');
  const take = () => {
    setState('asking');
    whereAmI()
      .then((place) => {
        setState('');
        onChange?.(place);
      })
      .catch(() => setState('failed'));
  };
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
      {value && <span>{formatPosition(value)}</span>}
      {value ? (
        <Button id={id} onClick={() => onChange?.(null)}>
          {t('progress.dropPosition')}
        </Button>
      ) : (
        <Button id={id} onClick={take} loading={state === 'asking'}>
          {t('progress.takePosition')}
        </Button>
      )}
      {state === 'failed' && <span role="alert">{t('progress.noPosition')}</span>}
    </div>
  );
}
