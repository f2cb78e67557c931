import { type ComponentType, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DateInput as Day } from '@/components/form/DateInput';
import { MoneyInput as Money } from '@/components/form/MoneyInput';
import { OrganizationPicker, ProjectPicker, RegionPicker } from '@/components/form/pickers';
import { RecordPicker as Picker } from '@/components/form/RecordPicker';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import styles from './kit.module.css';
import { Seen } from './Seen';
import { useSampleRows } from './sample';

interface Control {
  id?: string;
  value?: string;
  onChange?: (value: string) => void;
}

/** A control with its label, outside any form. */
function Labelled({ id, label, of: Of }: { id: string; label: string; of: ComponentType<Control> }) {
  const [value, setValue] = useState('');
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <Of id={id} value={value} onChange={setValue} />
    </div>
  );
}

function MoneyInput() {
  const { t } = useTranslation();
  return <Labelled id="kit-money" label={t('field.amount')} of={Money} />;
}

function DateInput() {
  const { t } = useTranslation();
  return <Labelled id="kit-day" label={t('field.claimedOn')} of={Day} />;
}

function Rows(control: Control) {
  const rows = useSampleRows(40);
  return (
    <Picker
      {...control}
      search={(text) => ({
        queryKey: ['kit', 'pick', text],
        queryFn: () =>
          Promise.resolve(
            rows
              .filter((row) => row.name.includes(text) || row.number.includes(text))
              .map((row) => ({ value: row.number, label: row.name, note: row.number })),
          ),
      })}
    />
  );
}

function RecordPicker() {
  const { t } = useTranslation();
  return <Labelled id="kit-record" label={t('field.project')} of={Rows} />;
}

function Pickers() {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  return (
    <>
      <Labelled id="kit-region" label={t('field.region')} of={RegionPicker} />
      <Labelled id="kit-organization" label={t('field.unit')} of={OrganizationPicker} />
      {mayCall('ProjectService_ListProjects') && (
        <Labelled id="kit-project" label={t('field.project')} of={ProjectPicker} />
      )}
    </>
  );
}

const InForm = () => <Seen to={paths.kit('form')} />;

export const fields = {
  Field: InForm,
  FieldGrid: InForm,
  FormLines: InForm,
  ErrorSummary: InForm,
  MoneyInput,
  DateInput,
  DateField: () => <Seen to={paths.kit('form')} />,
  RecordPicker,
  pickers: Pickers,
  FileField: () => <Seen to={paths.projects()} />,
};
