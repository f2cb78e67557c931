import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import zh from '@/i18n/zh-CN.json';

// Chinese first; English is fetched when somebody asks for it. The choice stays in this browser.

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const STORED = 'zhengcun.language';
const isLanguage = (value: string | null): value is Language => LANGUAGES.includes(value as Language);

function storedLanguage(): Language {
  try {
    const stored = localStorage.getItem(STORED);
    return isLanguage(stored) ? stored : 'zh-CN';
  } catch {
    return 'zh-CN';
  }
}

const i18nInstance: i18n = i18next.createInstance();

export const currentLanguage = (): Language => (isLanguage(i18nInstance.language) ? i18nInstance.language : 'zh-CN');

/** Adds the texts of a part that brings its own to those of a language. */
export function addTexts(language: Language, texts: object) {
  const add = () => i18nInstance.addResourceBundle(language, 'translation', texts, true);
  if (i18nInstance.isInitialized) add();
  else i18nInstance.on('initialized', add);
}

let english: Promise<void> | undefined;

async function load(language: Language) {
  if (language !== 'en') return;
  english ??= import('@/i18n/en.json').then((en) => addTexts('en', en.default));
  await english;
}

export async function startI18n(): Promise<i18n> {
  await i18nInstance.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: zh } },
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await showLanguage(storedLanguage());
  return i18nInstance;
}

export async function showLanguage(language: Language): Promise<void> {
  await load(language);
  await i18nInstance.changeLanguage(language);
  document.documentElement.lang = language;
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // Private windows may refuse; the choice then lasts until the page is closed.
  }
}
