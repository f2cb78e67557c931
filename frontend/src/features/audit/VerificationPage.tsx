import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Progress } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CopyButton } from '@/components/CopyButton';
import { MomentText } from '@/components/DateText';
import { errorText } from '@/components/errorText';
import { Mono } from '@/components/JsonText';
import { Facts, Page, Section } from '@/components/Page';
import { PageHeader } from '@/components/PageHeader';
import { QueryView } from '@/components/QueryView';
import { api, call, newIdempotencyKey } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import { auditVerificationQuery } from '@/lib/api/queries';
import type { AuditVerification } from '@/lib/api/types';
import { paths } from '@/lib/paths';
import styles from './audit.module.css';

/** Checks the whole log, shows how far the check has come and what it has found. */
export default function VerificationPage() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const id = params.get('id') ?? '';
  const field = useId();
  const [known, setKnown] = useState('');
  const check = useQuery({
    ...auditVerificationQuery(id),
    enabled: id !== '',
    refetchInterval: ({ state }) => (state.data?.running ? 1000 : false),
  });
  const start = useMutation({
    mutationFn: () =>
      call(
        api.POST('/v1/auditVerifications', {
          headers: { 'Idempotency-Key': newIdempotencyKey() },
          body: { knownHeadHash: known.trim().toLowerCase() },
        }),
      ),
    onSuccess: (begun) => {
      client.setQueryData(auditVerificationQuery(begun.id).queryKey, begun);
      setParams({ id: begun.id });
    },
  });
  const running = check.data?.running ?? false;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!start.isPending && !running) start.mutate();
  };
  const wrong = start.error instanceof ApiError ? start.error.violations.map((each) => each.description).join(' ') : '';
  return (
    <Page>
      <PageHeader
        title={t('audit.verify')}
        sub={t('audit.verifySub')}
        parent={{ to: paths.auditEntries(), label: t('audit.list') }}
      />
      <Section title={t('audit.start')} note={t('audit.startNote')}>
        <form onSubmit={submit} className={styles.start}>
          {start.isError && !wrong && (
            <Alert type="error" showIcon role="alert" title={errorText(start.error, i18n.language, t)} />
          )}
          <label htmlFor={field}>{t('audit.knownHead')}</label>
          <Input
            id={field}
            value={known}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            status={wrong ? 'error' : ''}
            aria-invalid={wrong !== ''}
            aria-describedby={`${field}-help`}
            onChange={(event) => setKnown(event.target.value)}
          />
          <span id={`${field}-help`} className={wrong ? styles.wrong : styles.help} role={wrong ? 'alert' : undefined}>
            {wrong || t('audit.knownHeadHelp')}
          </span>
          <div>
            <Button type="primary" htmlType="submit" loading={start.isPending} disabled={running}>
              {t('audit.begin')}
            </Button>
          </div>
        </form>
      </Section>
      {id !== '' && (
        <Section title={t('audit.result')}>
          <QueryView query={check} rows={3}>
            {(answer) => <Result check={answer} />}
          </QueryView>
        </Section>
      )}
    </Page>
  );
}

function Result({ check }: { check: AuditVerification }) {
  const { t } = useTranslation();
  const total = Number(check.totalCount);
  const percent = total > 0 ? Math.floor((Number(check.checkedCount) / total) * 100) : check.running ? 0 : 100;
  const found = Number(check.findingCount);
  return (
    <div className={styles.result}>
      {check.running ? (
        <div role="status">
          <span>{t('audit.running', { checked: check.checkedCount, total: check.totalCount })}</span>
          <Progress percent={percent} aria-label={t('audit.result')} />
        </div>
      ) : check.failure ? (
        <Alert type="error" showIcon role="alert" title={t('audit.failed')} description={check.failure} />
      ) : found > 0 ? (
        <Alert type="error" showIcon role="alert" title={t('audit.found', { count: found })} />
      ) : (
        <Alert type="success" showIcon role="status" title={t('audit.clean', { total: check.checkedCount })} />
      )}
      {check.findings.length > 0 && (
        <>
          <ul className={styles.findings} aria-label={t('audit.findings')}>
            {check.findings.map((finding) => (
              <li key={finding}>{finding}</li>
            ))}
          </ul>
          {found > check.findings.length && <p>{t('audit.firstFindings', { count: check.findings.length })}</p>}
        </>
      )}
      <Facts
        facts={[
          { label: t('audit.began'), value: <MomentText moment={check.createTime} /> },
          { label: t('audit.ended'), value: <MomentText moment={check.endTime} /> },
          { label: t('audit.headSeq'), value: check.headSeq },
        ]}
      />
      {check.headHash !== '' && (
        <div>
          <p>{t('audit.headHash')}</p>
          <p>
            <Mono>{check.headHash}</Mono>
          </p>
          <CopyButton text={check.headHash} name={t('audit.headHash')} />
          <p className={styles.help}>{t('audit.headHelp')}</p>
        </div>
      )}
    </div>
  );
}
