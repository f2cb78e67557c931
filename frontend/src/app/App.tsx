import { QueryClientProvider } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/es/locale/en_US';
import zhCN from 'antd/es/locale/zh_CN';
import type { i18n as I18n } from 'i18next';
import { useMemo } from 'react';
import { I18nextProvider, useTranslation } from 'react-i18next';
import { RouterProvider } from 'react-router';
import { usePrefersReducedMotion } from '@/lib/media';
import { queryClient } from './queryClient';
import { router } from './router';
import { themeFor } from './theme';

/** The server writes a fresh nonce into the page; antd's styles carry it. In development there is no policy. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
const csp = nonce && !nonce.startsWith('__') ? { nonce } : {};

function ThemedRouter() {
  const { i18n } = useTranslation();
  const still = usePrefersReducedMotion();
  const theme = useMemo(() => themeFor(still), [still]);
  return (
    <ConfigProvider
      theme={theme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      csp={csp}
      button={{ autoInsertSpace: false }}
    >
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
