import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid } from '@/components/form/FieldGrid';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { apiClientQuery } from '@/lib/api/queries';
import type { ApiClient } from '@/lib/api/types';
import { endOfDay } from '@/lib/dates';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { oldKeyInUse } from './clientState';
import { KeyDialog, type Made } from './KeyDialog';

interface Values {
  overlapDays: string;
  expireTime: string;
  /** The key that would be replaced: when somebody else has rotated it meanwhile, that is told. */
  keyPrefix: string;
}

const MAX_OVERLAP = 30;
const openedOf = (client: ApiClient) => ({
  version: client.etag,
  values: { overlapDays: '7', expireTime: '', keyPrefix: client.keyPrefix } satisfies Values,
});

/** A new key; the old one works on for some days, so that the department can change over in peace. */
export default function RotateKeyPage() {
  const { id = '' } = useParams();
  const client = useQuery(apiClientQuery(id));
  return <QueryView query={client}>{(of) => <RotateForm now={of} />}</QueryView>;
}

/** `now` has the new key at once; what is told before the change is of the client as it was. */
function RotateForm({ now }: { now: ApiClient }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { id } = now;
  const [of, setOf] = useState(now);
  const [made, setMade] = useState<Made | null>(null);
  return (
    <>
      <FormPage<Values, Made>
        title={t('apiClient.rotate')}
        sub={of.name}
        parent={{ to: paths.apiClient(id), label: of.name }}
        opened={openedOf(of)}
        draft={`apiClient.${id}.key`}
        submitLabel={t('apiClient.rotateNow')}
        reload={async () => {
          const latest = await queries.fetchQuery({ ...apiClientQuery(id), staleTime: 0 });
          setOf(latest);
          return openedOf(latest);
        }}
        shown={{ keyPrefix: { label: t('apiClient.keyPrefix') } }}
        submit={async ({ overlapDays, expireTime }, { key, version }) => {
          const answer = await call(
            api.POST('/v1/apiClients/{id}:rotateKey', {
              params: { path: { id } },
              headers: { 'Idempotency-Key': key },
              body: {
                etag: version,
                overlapDays: Number(overlapDays),
                ...(expireTime ? { expireTime: endOfDay(expireTime) } : {}),
              },
            }),
          );
          return { id, name: answer.apiClient.name, key: answer.key };
        }}
        done={(answer) => {
          notify(t('apiClient.rotated', { name: answer.name }));
          setMade(answer);
        }}
      >
        {of.previousKeyPrefix !== '' && (
          <Alert
            type="warning"
            showIcon
            title={t('apiClient.secondRotation', { prefix: of.previousKeyPrefix })}
            description={oldKeyInUse(of) ? t('apiClient.secondRotationInUse') : undefined}
          />
        )}
        <Section title={t('apiClient.keys')} note={t('apiClient.rotateNote')}>
          <FieldGrid>
            <Field
              name="overlapDays"
              label={t('apiClient.overlap')}
              required
              help={t('apiClient.overlapHelp')}
              rules={[
                {
                  validator: (_, value: string) =>
                    !value || (/^\d+$/.test(value) && Number(value) <= MAX_OVERLAP)
                      ? Promise.resolve()
                      : Promise.reject(new Error(t('apiClient.overlapRange', { max: MAX_OVERLAP }))),
                },
              ]}
            >
              <Input inputMode="numeric" maxLength={2} suffix={t('unit.days')} autoComplete="off" />
            </Field>
            <DateField name="expireTime" label={t('apiClient.newExpiry')} help={t('apiClient.expiryHelp')} notPast />
          </FieldGrid>
        </Section>
      </FormPage>
      {made && <KeyDialog made={made} />}
    </>
  );
}
