import { useTranslation } from 'react-i18next';
import { LANGUAGES, showLanguage } from '@/lib/i18n';
import styles from './language.module.css';

const names = { 'zh-CN': '中文', en: 'English' } as const; // each in its own language

export function LanguageSwitch() {
  const { t, i18n } = useTranslation();
  return (
    <fieldset className={styles.switch}>
      <legend className="visually-hidden">{t('nav.language')}</legend>
      {LANGUAGES.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => void showLanguage(language)}
        >
          {names[language]}
        </button>
      ))}
    </fieldset>
  );
}
