import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Role } from '@/lib/api/types';
import { ROLE_GROUPS, ROLES } from './roles';
import styles from './users.module.css';

interface Props {
  id?: string;
  value?: Role[];
  onChange?: (roles: Role[]) => void;
}

/** All roles in groups, each with what may not be held together. */
export function RoleChoice({ id, value = [], onChange }: Props) {
  const { t } = useTranslation();
  const set = (role: Role, on: boolean) =>
    onChange?.(ROLES.filter((each) => (each === role ? on : value.includes(each))));
  return (
    <div id={id} tabIndex={-1} className={styles.groups}>
      {ROLE_GROUPS.map((group) => (
        <fieldset key={group.name} className={styles.group}>
          <legend>{t(`user.group.${group.name}`)}</legend>
          <p className={styles.note}>{t(`user.rule.${group.name}`)}</p>
          <div className={styles.choices}>
            {group.roles.map((role) => (
              <Checkbox key={role} checked={value.includes(role)} onChange={(event) => set(role, event.target.checked)}>
                {t(`enum.${role}`)}
              </Checkbox>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
