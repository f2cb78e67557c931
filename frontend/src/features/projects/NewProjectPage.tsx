import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, call } from '@/lib/api/client';
import { notify } from '@/lib/notice';
import { paths } from '@/lib/paths';
import { messageOf, ProjectForm, type ProjectValues } from './ProjectForm';

const EMPTY: ProjectValues = {
  name: '',
  regionCode: '',
  typeCode: '',
  benefit: 'BENEFIT_VILLAGE',
  plannedQuantityMilli: '',
  unitId: '',
  departmentId: '',
  budgetFen: '',
  selfRaisedFen: '',
  labourDays: '',
  startDate: '',
  endDate: '',
  objective: '',
  beneficiaryHouseholds: '',
};

/** 入库: puts a project into the library. */
export default function NewProjectPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <ProjectForm
      title={t('project.new')}
      parent={{ to: paths.projects(), label: t('project.list') }}
      opened={{ values: EMPTY, version: '' }}
      draft="project.new"
      submitLabel={t('project.listIt')}
      submit={(values, { key }) =>
        call(
          api.POST('/v1/projects', {
            headers: { 'Idempotency-Key': key },
            body: { ...messageOf(values), regionCode: values.regionCode, typeCode: values.typeCode },
          }),
        )
      }
      done={(project) => {
        notify(t('project.listed', { number: project.number }));
        void navigate(paths.project(project.id));
      }}
    />
  );
}
