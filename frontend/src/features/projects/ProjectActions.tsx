import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type RecordAction, RecordActions } from '@/components/RecordActions';
import { api, call } from '@/lib/api/client';
import { projectQuery } from '@/lib/api/queries';
import type { Project } from '@/lib/api/types';
import { formatMilli, formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';

/** The kinds of change that may be asked for, as verbs of a project. */
const CHANGES = ['amend', 'suspend', 'resume', 'fail'];

/** What the reader may do with a project: move it on, and begin what belongs to it. */
export function ProjectActions({ project }: { project: Project }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const may = (verb: string) => project.allowedActions.includes(verb);
  const move = (verb: 'approve' | 'start' | 'complete' | 'settle', primary: boolean): RecordAction<Project> => ({
    verb,
    label: t(`project.${verb}`),
    title: t(`project.${verb}Title`),
    text: project.name,
    primary,
    done: t(`project.${verb}Done`),
    run: (record, _, key) =>
      call(
        api.POST(`/v1/projects/{id}:${verb}`, {
          params: { path: { id: record.id } },
          headers: { 'Idempotency-Key': key },
          body: { etag: record.etag },
        }),
      ),
  });
  const actions: RecordAction<Project>[] = [
    move('approve', true),
    move('start', true),
    move('complete', true),
    move('settle', true),
    {
      verb: 'cancel',
      label: t('project.cancel'),
      title: t('project.cancelTitle'),
      text: project.name,
      words: 'required',
      danger: true,
      done: t('project.cancelDone'),
      run: (record, reason, key) =>
        call(
          api.POST('/v1/projects/{id}:cancel', {
            params: { path: { id: record.id } },
            headers: { 'Idempotency-Key': key },
            body: { etag: record.etag, reason },
          }),
        ),
    },
  ];
  const links = [
    ['report', paths.newProgressReport({ projectId: project.id }), t('progress.new')],
    ['claim', paths.newClaim({ projectId: project.id }), t('claim.new')],
    ['appropriate', paths.newAppropriation({ projectId: project.id }), t('appropriation.new')],
    ['accept', paths.newAcceptance({ projectId: project.id }), t('acceptance.new')],
    ['edit', paths.editProject(project.id), t('action.edit')],
  ] as const;
  const changeable = CHANGES.some(may);
  return (
    <>
      {changeable && (
        <Link to={paths.newProjectChange({ projectId: project.id })}>
          <Button tabIndex={-1}>{t('projectChange.new')}</Button>
        </Link>
      )}
      {links.map(
        ([verb, to, label]) =>
          may(verb) && (
            <Link key={verb} to={to}>
              <Button tabIndex={-1}>{label}</Button>
            </Link>
          ),
      )}
      <RecordActions
        record={project}
        actions={actions}
        reload={() => client.fetchQuery({ ...projectQuery(project.id), staleTime: 0 })}
        facts={(record) => [
          { label: t('field.state'), text: t(`enum.${record.state}`) },
          { label: t('field.name'), text: record.name },
          { label: t('field.unit'), text: record.unitName },
          { label: t('field.department'), text: record.departmentName },
          { label: t('money.budget'), text: formatYuan(parseFen(record.budgetFen)) },
          {
            label: t('field.plannedQuantity'),
            text: `${formatMilli(record.plannedQuantityMilli)} ${record.scaleUnit}`,
          },
          { label: t('field.startDate'), text: record.startDate },
          { label: t('field.endDate'), text: record.endDate },
        ]}
      />
    </>
  );
}
