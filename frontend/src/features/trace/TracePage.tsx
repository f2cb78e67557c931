import { Button, Input, Segmented } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { TraceSection } from '@/components/trace/TraceSection';
import styles from './trace-page.module.css';

type By = 'documentNumber' | 'paymentNumber';

/** 资金追踪: from a document number forward, or from a payment back. */
export default function TracePage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const asked: By = params.get('paymentNumber') ? 'paymentNumber' : 'documentNumber';
  const number = params.get(asked) ?? '';
  const [by, setBy] = useState<By>(asked);
  const [text, setText] = useState(number);
  useEffect(() => {
    setText(number);
    setBy(asked);
  }, [number, asked]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim()) setParams({ [by]: text.trim() });
  };
  return (
    <Page>
      <PageHeader title={t('trace.page')} sub={t('trace.pageSub')} />
      <search className={styles.search}>
        <form className={styles.form} onSubmit={submit}>
          <Segmented<By>
            aria-label={t('trace.by')}
            value={by}
            onChange={setBy}
            options={[
              { value: 'documentNumber', label: t('field.documentNumber') },
              { value: 'paymentNumber', label: t('field.paymentNumber') },
            ]}
          />
          <Input
            className={styles.input}
            aria-label={by === 'documentNumber' ? t('field.documentNumber') : t('field.paymentNumber')}
            placeholder={by === 'documentNumber' ? t('trace.documentHint') : t('trace.paymentHint')}
            value={text}
            maxLength={100}
            allowClear
            onChange={(event) => setText(event.target.value)}
          />
          <Button type="primary" htmlType="submit">
            {t('trace.submit')}
          </Button>
        </form>
        <p className={styles.note}>{t('trace.numberNote')}</p>
      </search>
      {number && <TraceSection start={{ [asked]: number }} />}
    </Page>
  );
}
