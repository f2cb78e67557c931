import { useTranslation } from 'react-i18next';
import { Facts } from '@/components/Page';
import { paths } from '@/lib/paths';
import { Seen } from './Seen';

// Whole pages are shown on pages of their own.
const Paper = () => <Seen to={paths.kit('paper')} />;

function Head() {
  const { t } = useTranslation();
  return <p>{t('kit.onThisPage')}</p>;
}

function OnePage() {
  const { t } = useTranslation();
  return (
    <Facts
      facts={[
        { label: t('field.project'), value: t('kit.sample.project') },
        { label: t('field.village'), value: t('kit.sample.village') },
        { label: t('field.remark'), value: '' },
      ]}
    />
  );
}

export const pages = {
  ListPage: () => <Seen to={paths.kit('list')} />,
  FormPage: () => <Seen to={paths.kit('form')} />,
  StepForm: () => <Seen to={paths.kit('steps')} />,
  Sheet: Paper,
  SheetFacts: Paper,
  SheetTable: Paper,
  Signatures: Paper,
  Page: OnePage,
  PageHeader: Head,
};
