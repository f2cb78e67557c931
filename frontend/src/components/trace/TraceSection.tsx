import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type TraceStart, traceQuery } from '@/lib/api/queries';
import { useIsPhone } from '@/lib/media';
import { Section } from '../Page';
import { QueryView } from '../QueryView';
import { TraceView } from './TraceView';

/** The trace that starts at one record. */
export function TraceSection({ start, currentId }: { start: TraceStart; currentId?: string }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const trace = useQuery(traceQuery(start));
  return (
    <Section title={t('trace.title')} note={phone ? t('trace.noteDown') : t('trace.note')}>
      <QueryView query={trace}>
        {(answer) => <TraceView trace={answer} {...(currentId ? { currentId } : {})} />}
      </QueryView>
    </Section>
  );
}
