import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useNavigate, useSearchParams } from 'react-router';
import { Field } from '@/components/form/Field';
import { FormPage } from '@/components/form/FormPage';
import { Section } from '@/components/Page';
import { api, call } from '@/lib/api/client';
import type { Reversal } from '@/lib/api/types';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { TARGETS, TargetFacts } from './TargetFacts';

/** 申请冲销: asks for a correcting transfer; another person approves it. */
export default function NewReversalPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const target = TARGETS.find((each) => each === params.get('target'));
  const targetId = params.get('targetId') ?? '';
  // One comes here from a record; without one there is nothing to reverse.
  if (!target || !targetId) return <Navigate to={paths.reversals()} replace />;
  return (
    <FormPage<{ reason: string }, Reversal>
      title={t('reversal.new')}
      sub={t(`enum.${target}`)}
      parent={{ to: paths.reversals(), label: t('reversal.list') }}
      opened={{ values: { reason: '' }, version: '' }}
      draft={`reversal.${targetId}`}
      submitLabel={t('reversal.request')}
      submit={({ reason }, { key }) =>
        call(
          api.POST('/v1/reversals', {
            headers: { 'Idempotency-Key': key },
            body: { target, targetId, reason: reason.trim() },
          }),
        )
      }
      done={(made) => {
        notify(t('reversal.requested'));
        void navigate(paths.reversal(made.id));
      }}
      refused={(error) =>
        error.reason === 'REVERSAL_EXISTS' && <Link to={paths.reversals({ targetId })}>{t('reversal.its')}</Link>
      }
    >
      <TargetFacts target={target} id={targetId} />
      <Section title={t('reversal.why')} note={t('reversal.note')}>
        <Field name="reason" label={t('form.reason')} required>
          <Input.TextArea rows={4} maxLength={500} />
        </Field>
      </Section>
    </FormPage>
  );
}
