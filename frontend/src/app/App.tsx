import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import zhCN from 'antd/es/locale/zh_CN';
import type { i18n as I18n } from 'i18next';
import { useEffect, useState } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { queryClient } from './queryClient';
import { router } from './router';
import { theme } from './theme';

/** The server writes a fresh nonce into the page; antd's styles carry it. In development there is no policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const csp = nonce && !nonce.startsWith('__') ? { nonce } : {};

function ThemedRouter() {
  const { i18n } = useTranslation();
  const [locale, setLocale] = useState<Locale>(zhCN);
  const english = i18n.language === 'en';
  useEffect(() => {
    let wanted = true;
    if (english)
      void import('antd/es/locale/en_US').then((module) => {
        if (wanted) setLocale(module.default);
      });
    else setLocale(zhCN);
    return () => {
      wanted = false;
    };
  }, [english]);
  return (
    <ConfigProvider theme={theme} locale={locale} csp={csp} button={{ autoInsertSpace: false }}>
      <RouterProvider router={router} />
    </ConfigProvider>
  );
}

export function App({ i18n }: { i18n: I18n }) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <ThemedRouter />
      </QueryClientProvider>
    </I18nextProvider>
  );
}
