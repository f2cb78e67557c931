import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { yuanText } from '@/components/form/MoneyInput';
import { QueryView } from '@/components/QueryView';
import { api, call } from '@/lib/api/client';
import { projectQuery } from '@/lib/api/queries';
import type { Project } from '@/lib/api/types';
import { formatMilli } from '@/lib/money';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { messageOf, ProjectForm, type ProjectValues } from './ProjectForm';

const openedOf = (project: Project) => ({
  version: project.etag,
  values: {
    name: project.name,
    regionCode: project.regionCode,
    typeCode: project.typeCode,
    benefit: project.benefit as ProjectValues['benefit'],
    plannedQuantityMilli: formatMilli(project.plannedQuantityMilli),
    unitId: project.unitId,
    departmentId: project.departmentId,
    budgetFen: yuanText(project.budgetFen),
    selfRaisedFen: yuanText(project.selfRaisedFen),
    labourDays: String(project.labourDays || ''),
    startDate: project.startDate,
    endDate: project.endDate,
    objective: project.objective,
    beneficiaryHouseholds: String(project.beneficiaryHouseholds || ''),
  },
});

/** Changes a project that is not yet approved. */
export default function EditProjectPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { id = '' } = useParams();
  const project = useQuery(projectQuery(id));
  return (
    <QueryView query={project}>
      {(of) => (
        <ProjectForm
          title={t('project.edit')}
          parent={{ to: paths.project(id), label: of.name }}
          project={of}
          opened={openedOf(of)}
          draft={`project.${id}`}
          submitLabel={t('action.save')}
          reload={async () => openedOf(await client.fetchQuery({ ...projectQuery(id), staleTime: 0 }))}
          submit={(values, { version }) =>
            call(
              api.PATCH('/v1/projects/{id}', {
                params: { path: { id } },
                body: { ...messageOf(values), etag: version } as never,
              }),
            )
          }
          done={() => {
            notify(t('project.changed'));
            void navigate(paths.project(id));
          }}
        />
      )}
    </QueryView>
  );
}
