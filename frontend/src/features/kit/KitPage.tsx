import { useTranslation } from 'react-i18next';
import { Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { doing } from './doing';
import { fields } from './fields';
import styles from './kit.module.css';
import { money } from './money';
import { pages } from './pages';
import { GROUPS, type Group, type Piece } from './pieces';
import { reading } from './reading';
import './words';

const EXAMPLES: { [P in Piece]: () => React.ReactNode } = { ...pages, ...reading, ...money, ...doing, ...fields };

/** Every piece the screens are made of, live, with when to use it. For those who build screens; docs/page-kit.md says the same. */
export default function KitPage() {
  const { t } = useTranslation();
  return (
    <Page>
      <PageHeader title={t('kit.title')} sub={t('kit.sub')} />
      {(Object.keys(GROUPS) as Group[]).map((group) => (
        <section key={group} className={styles.group} data-gallery aria-label={t(`kit.group.${group}`)}>
          <p className={styles.groupName}>{t(`kit.group.${group}`)}</p>
          {Object.entries<string>(GROUPS[group]).map(([name, file]) => {
            const Example = EXAMPLES[name as Piece];
            return (
              <Section key={name} title={name} note={<code>{file}</code>}>
                <p className={styles.when}>{t(`kit.when.${name as Piece}`)}</p>
                <Example />
              </Section>
            );
          })}
        </section>
      ))}
    </Page>
  );
}
