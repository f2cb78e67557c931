import { Button, Checkbox, type FormInstance, Input, Select } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormLines } from '@/components/form/FormLines';
import { FormPage, type FormPageProps, type Opened } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules, yuanText } from '@/components/form/MoneyInput';
import { type FormStep, StepForm } from '@/components/form/StepForm';
import { MoneyText } from '@/components/MoneyText';
import { Facts, Section } from '@/components/Page';
import type { Acceptance, Project, ProjectLot } from '@/lib/api/types';
import { formatMilli, formatYuan, parseFen, readMilli, sum } from '@/lib/money';
import { splitByWeight } from './split';

export interface AcceptanceValues {
  acceptedOn: string;
  team: { name: string; organization: string; villagersRepresentative: boolean }[];
  measuredQuantityMilli: string;
  verdict: 'VERDICT_PASSED' | 'VERDICT_PARTLY' | 'VERDICT_FAILED';
  acceptedFen: string;
  splits: { allocationId: string; acceptedFen: string }[];
  remark: string;
}

export const messageOf = (values: AcceptanceValues) => {
  const failed = values.verdict === 'VERDICT_FAILED';
  return {
    acceptedOn: values.acceptedOn,
    team: values.team.map((member) => ({
      name: member.name.trim(),
      organization: member.organization.trim(),
      villagersRepresentative: Boolean(member.villagersRepresentative),
    })),
    measuredQuantityMilli: String(readMilli(values.measuredQuantityMilli) ?? 0n),
    verdict: values.verdict,
    acceptedFen: failed ? '0' : String(fenOf(values.acceptedFen) ?? 0n),
    splits: failed
      ? []
      : values.splits.map((split) => ({
          allocationId: split.allocationId,
          acceptedFen: String(fenOf(split.acceptedFen) ?? 0n),
        })),
    remark: values.remark,
  };
};

/** The splits an amount begins with: by what each lot was appropriated. */
export const proposed = (amount: bigint, lots: readonly ProjectLot[]) =>
  splitByWeight(
    amount,
    lots.map((lot) => parseFen(lot.appropriatedFen)),
  ).map((part, index) => ({ allocationId: lots[index]?.allocationId ?? '', acceptedFen: yuanText(part.toString()) }));

interface Props {
  title: string;
  parent: { to: string; label: string };
  project: Project;
  lots: readonly ProjectLot[];
  opened: Opened<AcceptanceValues>;
  draft: string;
  submitLabel: string;
  submit: (values: AcceptanceValues, sent: { key: string; version: string }) => Promise<Acceptance>;
  done: (acceptance: Acceptance) => void;
  reload?: () => Promise<Opened<AcceptanceValues>>;
}

/**
 * 验收: measured against planned, who was there, and the judged amount split over the project's lots with its sum as one types. A new one
 * is written in these steps, one that exists is one page.
 */
export function AcceptanceForm({ project, lots, ...page }: Props) {
  const { t } = useTranslation();
  const all: FormStep<AcceptanceValues>[] = [
    {
      title: t('acceptance.found'),
      fields: ['acceptedOn', 'measuredQuantityMilli', 'verdict', 'remark'],
      content: (form) => <Found form={form} project={project} />,
    },
    { title: t('acceptance.team'), fields: ['team'], content: <Team /> },
    {
      title: t('acceptance.amount'),
      fields: ['acceptedFen', 'splits'],
      content: (form) => <Amount form={form} lots={lots} />,
    },
  ];
  // Nothing is judged of work that has failed.
  const partsOf = ({ verdict }: AcceptanceValues) => (verdict === 'VERDICT_FAILED' ? all.slice(0, 2) : all);
  const whole: Omit<FormPageProps<AcceptanceValues, Acceptance>, 'children'> = {
    ...page,
    sub: `${project.number} ${project.name}`,
    shown: {
      acceptedOn: { label: t('acceptance.acceptedOn') },
      measuredQuantityMilli: { label: t('acceptance.measured') },
      verdict: { label: t('acceptance.verdict'), text: (verdict) => t(`enum.${verdict}`) },
      acceptedFen: { label: t('money.accepted') },
      remark: { label: t('field.remark') },
    },
    aside: (values) => values.verdict !== 'VERDICT_FAILED' && <SplitSum values={values} />,
  };
  if (page.opened.version === '') return <StepForm<AcceptanceValues, Acceptance> {...whole} steps={partsOf} />;
  return (
    <FormPage<AcceptanceValues, Acceptance> {...whole}>
      {(form) =>
        partsOf(form.getFieldsValue(true)).map(({ title, content }) => (
          <Fragment key={title}>{typeof content === 'function' ? content(form) : content}</Fragment>
        ))
      }
    </FormPage>
  );
}

function Found({ form, project }: { form: FormInstance<AcceptanceValues>; project: Project }) {
  const { t } = useTranslation();
  const measured = readMilli(form.getFieldValue('measuredQuantityMilli') ?? '');
  const planned = parseFen(project.plannedQuantityMilli);
  return (
    <Section title={t('acceptance.found')}>
      <FieldGrid>
        <DateField
          name="acceptedOn"
          label={t('acceptance.acceptedOn')}
          required
          notFuture
          from={{ day: project.startDate, name: t('field.startDate') }}
        />
        <Field
          name="measuredQuantityMilli"
          label={t('acceptance.measured')}
          required
          rules={[
            {
              validator: (_, typed: string) =>
                !typed || readMilli(typed) !== null
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('form.noQuantity'))),
            },
          ]}
          help={t('acceptance.against', {
            planned: formatMilli(project.plannedQuantityMilli),
            unit: project.scaleUnit,
            off: measured === null ? '--' : formatMilli((measured - planned).toString()),
          })}
        >
          <Input inputMode="decimal" autoComplete="off" maxLength={20} suffix={project.scaleUnit} />
        </Field>
        <Field name="verdict" label={t('acceptance.verdict')} required>
          <Select
            options={(['VERDICT_PASSED', 'VERDICT_PARTLY', 'VERDICT_FAILED'] as const).map((value) => ({
              value,
              label: t(`enum.${value}`),
            }))}
          />
        </Field>
        <FullWidth>
          <Field name="remark" label={t('field.remark')}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Field>
        </FullWidth>
      </FieldGrid>
    </Section>
  );
}

function Team() {
  const { t } = useTranslation();
  return (
    <Section title={t('acceptance.team')} note={t('acceptance.teamNote')}>
      <FormLines
        name="team"
        label={t('acceptance.team')}
        max={30}
        fresh={() => ({ name: '', organization: '', villagersRepresentative: false })}
      >
        {() => (
          <>
            <Field name="name" label={t('acceptance.member')} required>
              <Input maxLength={50} autoComplete="off" />
            </Field>
            <Field name="organization" label={t('acceptance.organization')}>
              <Input maxLength={100} autoComplete="off" />
            </Field>
            <Field name="villagersRepresentative" label={t('acceptance.villagers')} valuePropName="checked">
              <Checkbox>{t('acceptance.isRepresentative')}</Checkbox>
            </Field>
          </>
        )}
      </FormLines>
    </Section>
  );
}

function Amount({ form, lots }: { form: FormInstance<AcceptanceValues>; lots: readonly ProjectLot[] }) {
  const { t } = useTranslation();
  const rules = useMoneyRules();
  return (
    <Section title={t('acceptance.amount')} note={t('acceptance.amountNote')}>
      <Field name="acceptedFen" label={t('money.accepted')} required rules={rules}>
        <MoneyInput />
      </Field>
      <p>
        <Button
          onClick={() => form.setFieldValue('splits', proposed(fenOf(form.getFieldValue('acceptedFen')) ?? 0n, lots))}
        >
          {t('acceptance.proportional')}
        </Button>
      </p>
      <FormLines name="splits" label={t('acceptance.splits')}>
        {({ value }) => <Split lots={lots} allocationId={(value as { allocationId: string }).allocationId} />}
      </FormLines>
    </Section>
  );
}

/** What the parts come to, and what is missing to the whole, as one types. */
function SplitSum({ values }: { values: AcceptanceValues }) {
  const { t } = useTranslation();
  const parts = sum((values.splits ?? []).map((split) => fenOf(split?.acceptedFen) ?? 0n));
  const off = (fenOf(values.acceptedFen) ?? 0n) - parts;
  return (
    <>
      {t('acceptance.splitSum')} <MoneyText fen={parts} unit />{' '}
      {off !== 0n && <strong>{t('acceptance.splitOff', { amount: formatYuan(off) })}</strong>}
    </>
  );
}

function Split({ lots, allocationId }: { lots: readonly ProjectLot[]; allocationId: string }) {
  const { t } = useTranslation();
  const rules = useMoneyRules({ zero: true });
  const lot = lots.find((each) => each.allocationId === allocationId);
  return (
    <>
      <Facts
        facts={[
          {
            label: t('field.allocation'),
            value: lot ? t('allocation.oneTitle', { document: lot.documentNumber, number: lot.lineNumber }) : '--',
          },
          { label: t('money.appropriated'), value: <MoneyText fen={lot?.appropriatedFen ?? '0'} unit /> },
        ]}
      />
      <Field name="acceptedFen" label={t('money.accepted')} rules={rules}>
        <MoneyInput plain />
      </Field>
    </>
  );
}
