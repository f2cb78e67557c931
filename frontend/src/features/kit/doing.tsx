import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckBox as Check } from '@/components/CheckBox';
import { CopyButton as Copy } from '@/components/CopyButton';
import { CountTabs as Tabs } from '@/components/CountTabs';
import { Dialog as Box } from '@/components/Dialog';
import { FilterBar as Filters } from '@/components/FilterBar';
import { InboxBox } from '@/components/InboxBox';
import { LanguageSwitch } from '@/components/LanguageSwitch';
import { NewButton as New } from '@/components/NewButton';
import { PlainSelect as Few } from '@/components/PlainSelect';
import { PrintLink as Print } from '@/components/PrintLink';
import { RecordActions as Actions } from '@/components/RecordActions';
import { SearchInput as Search } from '@/components/SearchInput';
import { SecretDialog as Secret } from '@/components/SecretDialog';
import { SelectionBar, useSelection } from '@/components/Selection';
import { SideDrawer as Drawer } from '@/components/SideDrawer';
import { YearSelect as Years } from '@/components/YearSelect';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import styles from './kit.module.css';
import { Seen } from './Seen';
import { useSampleRows } from './sample';

function FilterBar() {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const [region, setRegion] = useState('');
  const [late, setLate] = useState(false);
  return (
    <Filters
      onClear={() => {
        setQuery('');
        setRegion('');
        setLate(false);
      }}
      filters={[
        { key: 'query', kind: 'search', label: t('filter.query'), value: query, onChange: setQuery },
        { key: 'region', kind: 'region', label: t('field.region'), value: region, onChange: setRegion },
        { key: 'late', kind: 'check', label: t('inbox.lateOnly'), value: late, onChange: setLate },
      ]}
    />
  );
}

function SearchInput() {
  const { t } = useTranslation();
  const [value, setValue] = useState('');
  return (
    <div className={styles.field}>
      <label htmlFor="kit-search">{t('filter.query')}</label>
      <Search id="kit-search" value={value} onCommit={setValue} />
      <output>{value}</output>
    </div>
  );
}

function CountTabs() {
  const { t } = useTranslation();
  const [value, setValue] = useState('');
  return (
    <Tabs
      label={t('inbox.kind')}
      all={8}
      tabs={[
        { value: 'a', label: t('enum.INBOX_KIND_CLAIM_APPROVE'), count: 5 },
        { value: 'b', label: t('enum.INBOX_KIND_REVERSAL_APPROVE'), count: 3, late: 1 },
      ]}
      value={value}
      onChange={setValue}
    />
  );
}

function CheckBox() {
  const { t } = useTranslation();
  const [late, setLate] = useState(false);
  return (
    <Check checked={late} onChange={setLate}>
      {t('inbox.lateOnly')}
    </Check>
  );
}

function PlainSelect() {
  const { t } = useTranslation();
  const [size, setSize] = useState(20);
  return (
    <Few
      aria-label={t('list.pageSize')}
      value={size}
      options={[20, 50, 100].map((value) => ({ value, label: t('list.perPage', { count: value }) }))}
      onChange={setSize}
    />
  );
}

function YearSelect() {
  const [year, setYear] = useState(0);
  return <Years years={[2026, 2025]} value={year} onChange={setYear} />;
}

function Selection() {
  const { t } = useTranslation();
  const rows = useSampleRows(3);
  const selection = useSelection(rows.map((row) => row.number));
  return (
    <>
      <SelectionBar selection={selection} selectable={rows.length}>
        <Button type="primary" disabled={selection.selected.length === 0} onClick={selection.none}>
          {t('inbox.agreeSelected', { count: selection.selected.length })}
        </Button>
      </SelectionBar>
      <ul>
        {rows.map((row) => (
          <li key={row.number}>
            <Checkbox checked={selection.has(row.number)} onChange={() => selection.toggle(row.number)}>
              {row.name}
            </Checkbox>
          </li>
        ))}
      </ul>
    </>
  );
}

function RecordActions() {
  const { t } = useTranslation();
  const record = { allowedActions: ['approve', 'return'], name: t('kit.sample.project') };
  return (
    <Actions
      record={record}
      reload={() => Promise.resolve(record)}
      facts={(each) => [{ label: t('field.project'), text: each.name }]}
      actions={[
        {
          verb: 'approve',
          label: t('claim.approve'),
          title: t('claim.approveTitle'),
          text: t('claim.approveText'),
          words: 'optional',
          primary: true,
          done: t('kit.sample.done'),
          run: () => Promise.resolve(),
        },
        {
          verb: 'return',
          label: t('claim.return'),
          title: t('claim.returnTitle'),
          words: 'required',
          danger: true,
          done: t('kit.sample.done'),
          run: () => Promise.resolve(),
        },
      ]}
    />
  );
}

function NewButton() {
  const { t } = useTranslation();
  return <New operation="ProjectService_CreateProject" to={paths.newProject()} label={t('project.new')} />;
}

function Dialog() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('kit.show')}</Button>
      <Box
        open={open}
        title={t('kit.sample.project')}
        onClose={() => setOpen(false)}
        footer={<Button onClick={() => setOpen(false)}>{t('action.close')}</Button>}
      >
        {t('kit.sample.reason')}
      </Box>
    </>
  );
}

function SideDrawer() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('kit.show')}</Button>
      <Drawer title={t('kit.sample.project')} open={open} onClose={() => setOpen(false)}>
        <p>{t('kit.sample.reason')}</p>
      </Drawer>
    </>
  );
}

function SecretDialog() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('kit.show')}</Button>
      {open && (
        <Secret
          title={t('kit.sample.secret')}
          name={t('kit.sample.secret')}
          value="w9rf-erys-64gt"
          text={t('kit.sample.secretText')}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function CopyButton() {
  const { t } = useTranslation();
  return <Copy text={t('kit.sample.number')} name={t('kit.sample.number')} />;
}

function Notice() {
  const { t } = useTranslation();
  return <Button onClick={() => notify(t('kit.sample.done'))}>{t('kit.show')}</Button>;
}

function ReLogin() {
  const { t } = useTranslation();
  return <p>{t('kit.reLogin')}</p>;
}

export const doing = {
  FilterBar,
  SearchInput,
  CountTabs,
  FilterChoice: () => <Seen to={paths.kit('list')} />,
  CheckBox,
  PlainSelect,
  YearSelect,
  Pager: () => <Seen to={paths.kit('list')} />,
  ListTools: () => <Seen to={paths.kit('list')} />,
  ExportBar: () => <Seen to={paths.ourMoney()} />,
  Selection,
  InboxBox,
  RecordActions,
  NewButton,
  PayeeAccount: () => <Seen to={paths.claims()} />,
  PrintLink: () => <Print to={paths.kit('paper')} />,
  ReverseLink: () => <Seen to={paths.payments()} />,
  Dialog,
  SideDrawer,
  SecretDialog,
  CopyButton,
  Notice,
  ReLogin,
  LanguageSwitch,
};
