import { useQuery } from '@tanstack/react-query';
import { Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormPage, type Opened } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { OrganizationPicker, RegionPicker } from '@/components/form/pickers';
import { Section } from '@/components/Page';
import { projectTypesQuery } from '@/lib/api/queries';
import type { Project } from '@/lib/api/types';
import { readMilli } from '@/lib/money';
import { useProjectTypeNames } from '@/lib/names';

export interface ProjectValues {
  name: string;
  regionCode: string;
  typeCode: string;
  benefit: 'BENEFIT_HOUSEHOLDS' | 'BENEFIT_VILLAGE';
  plannedQuantityMilli: string;
  unitId: string;
  departmentId: string;
  budgetFen: string;
  selfRaisedFen: string;
  labourDays: string;
  startDate: string;
  endDate: string;
  objective: string;
  beneficiaryHouseholds: string;
}

/** What may be changed of a project, as the API takes it. */
export const messageOf = (values: ProjectValues) => ({
  name: values.name.trim(),
  benefit: values.benefit,
  plannedQuantityMilli: String(readMilli(values.plannedQuantityMilli) ?? 0n),
  unitId: values.unitId,
  departmentId: values.departmentId,
  budgetFen: String(fenOf(values.budgetFen) ?? 0n),
  selfRaisedFen: String(fenOf(values.selfRaisedFen) ?? 0n),
  labourDays: Number(values.labourDays || 0),
  startDate: values.startDate,
  endDate: values.endDate,
  objective: values.objective.trim(),
  beneficiaryHouseholds: Number(values.beneficiaryHouseholds || 0),
});

interface Props {
  title: string;
  parent: { to: string; label: string };
  opened: Opened<ProjectValues>;
  draft: string;
  /** The project that is changed: its village and type stand. */
  project?: Project;
  submitLabel: string;
  submit: (values: ProjectValues, sent: { key: string; version: string }) => Promise<Project>;
  done: (project: Project) => void;
  reload?: () => Promise<Opened<ProjectValues>>;
}

/** The project's form, for a new one and for one not yet approved. */
export function ProjectForm({ project, ...page }: Props) {
  const { t } = useTranslation();
  const types = useProjectTypeNames();
  const kinds = useQuery(projectTypesQuery);
  const budgetRules = useMoneyRules();
  const selfRaisedRules = useMoneyRules({ zero: true });
  const whole = [{ pattern: /^\d{1,8}$/, message: t('form.wholeNumber') }];
  return (
    <FormPage<ProjectValues, Project>
      {...page}
      shown={{
        name: { label: t('field.name') },
        plannedQuantityMilli: { label: t('field.plannedQuantity') },
        budgetFen: { label: t('money.budget') },
        selfRaisedFen: { label: t('money.selfRaised') },
        labourDays: { label: t('field.labourDays') },
        startDate: { label: t('field.startDate') },
        endDate: { label: t('field.endDate') },
        objective: { label: t('field.objective') },
        beneficiaryHouseholds: { label: t('field.beneficiaryHouseholds') },
      }}
    >
      {(form) => (
        <>
          <Section title={t('project.what')}>
            <FieldGrid>
              <Field name="name" label={t('field.name')} required>
                <Input maxLength={200} autoComplete="off" />
              </Field>
              <Field name="regionCode" label={t('field.village')} required>
                <RegionPicker level="REGION_LEVEL_VILLAGE" disabled={project !== undefined} />
              </Field>
              <Field name="typeCode" label={t('field.projectType')} required>
                <Select
                  options={types.options}
                  disabled={project !== undefined}
                  showSearch={{ optionFilterProp: 'label' }}
                />
              </Field>
              <Field name="benefit" label={t('field.benefit')} required>
                <Radio.Group
                  options={(['BENEFIT_HOUSEHOLDS', 'BENEFIT_VILLAGE'] as const).map((value) => ({
                    value,
                    label: t(`enum.${value}`),
                  }))}
                />
              </Field>
              <Field
                name="plannedQuantityMilli"
                label={t('field.plannedQuantity')}
                required
                rules={[
                  {
                    validator: (_, typed: string) =>
                      !typed || (readMilli(typed) ?? 0n) > 0n
                        ? Promise.resolve()
                        : Promise.reject(new Error(t('form.noQuantity'))),
                  },
                ]}
              >
                <Input
                  inputMode="decimal"
                  autoComplete="off"
                  maxLength={20}
                  // Always there: a suffix that comes with the type would make the input anew and lose what is being typed.
                  suffix={
                    <span>
                      {kinds.data?.find((kind) => kind.code === form.getFieldValue('typeCode'))?.scaleUnit ??
                        project?.scaleUnit}
                    </span>
                  }
                />
              </Field>
              <Field name="beneficiaryHouseholds" label={t('field.beneficiaryHouseholds')} rules={whole}>
                <Input inputMode="numeric" autoComplete="off" maxLength={8} />
              </Field>
              <FullWidth>
                <Field name="objective" label={t('field.objective')}>
                  <Input.TextArea rows={4} maxLength={2000} />
                </Field>
              </FullWidth>
            </FieldGrid>
          </Section>
          <Section title={t('project.who')}>
            <FieldGrid>
              <Field name="unitId" label={t('field.unit')} required>
                <OrganizationPicker chosenName={project?.unitName} />
              </Field>
              <Field name="departmentId" label={t('field.department')} help={t('project.departmentHelp')}>
                <OrganizationPicker kind="ORGANIZATION_KIND_DEPARTMENT" chosenName={project?.departmentName} />
              </Field>
              <DateField name="startDate" label={t('field.startDate')} required />
              <DateField
                name="endDate"
                label={t('field.endDate')}
                required
                from={{ day: form.getFieldValue('startDate'), name: t('field.startDate') }}
              />
            </FieldGrid>
          </Section>
          <Section title={t('project.money')}>
            <FieldGrid>
              <Field name="budgetFen" label={t('money.budget')} required rules={budgetRules}>
                <MoneyInput />
              </Field>
              <Field
                name="selfRaisedFen"
                label={t('money.selfRaised')}
                rules={selfRaisedRules}
                help={t('project.selfRaisedHelp')}
              >
                <MoneyInput />
              </Field>
              <Field name="labourDays" label={t('field.labourDays')} rules={whole}>
                <Input inputMode="numeric" autoComplete="off" maxLength={8} />
              </Field>
            </FieldGrid>
          </Section>
        </>
      )}
    </FormPage>
  );
}
