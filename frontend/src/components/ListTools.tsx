import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageSetting } from '@/lib/pageSettings';
import { CheckBox } from './CheckBox';
import { Dialog } from './Dialog';
import { ExportButtons, type Exported } from './ExportBar';
import { errorText } from './errorText';
import styles from './tools.module.css';

interface ColumnName {
  key: string;
  title: string;
}

interface Props {
  /** Name of the page its columns are kept under. */
  page: string;
  columns: readonly ColumnName[];
  shown: readonly ColumnName[];
  totalSize: number | undefined;
  /** Which list is exported, with the filters it now has; none where there is no export. */
  exported?: Exported | undefined;
}

/** What every list can do: export everything its filters leave, and show the columns its reader wants. */
export function ListTools({ page, columns, shown, totalSize, exported }: Props) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  return (
    <div className={styles.tools}>
      {exported && <ExportButtons exported={exported} totalSize={totalSize} />}
      <Button onClick={() => setChoosing(true)}>{t('columns.title')}</Button>
      {choosing && <ColumnDialog page={page} columns={columns} shown={shown} onClose={() => setChoosing(false)} />}
    </div>
  );
}

function ColumnDialog({
  page,
  columns,
  shown,
  onClose,
}: Pick<Props, 'page' | 'columns' | 'shown'> & { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { save } = usePageSetting(page);
  const [order, setOrder] = useState([
    ...shown.map((column) => column.key),
    ...columns.filter((column) => !shown.some((each) => each.key === column.key)).map((column) => column.key),
  ]);
  const [on, setOn] = useState(new Set(shown.map((column) => column.key)));
  const move = (index: number, by: number) =>
    setOrder((list) => {
      const next = [...list];
      const [taken] = next.splice(index, 1);
      if (taken) next.splice(index + by, 0, taken);
      return next;
    });
  const store = (keys: string[]) => save.mutate({ columns: keys }, { onSuccess: onClose });
  return (
    <Dialog
      open
      title={t('columns.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={() => store([])}>{t('columns.reset')}</Button>
          <Button
            type="primary"
            loading={save.isPending}
            disabled={on.size === 0}
            onClick={() => store(order.filter((key) => on.has(key)))}
          >
            {t('columns.save')}
          </Button>
        </>
      }
    >
      {save.isError && <Alert type="error" showIcon role="alert" title={errorText(save.error, i18n.language, t)} />}
      <p>{t('columns.text')}</p>
      <ul>
        {order.map((key, index) => {
          const title = columns.find((column) => column.key === key)?.title ?? key;
          return (
            <li key={key} className={styles.column}>
              <CheckBox
                checked={on.has(key)}
                onChange={(ticked) =>
                  setOn((set) => {
                    const next = new Set(set);
                    if (ticked) next.add(key);
                    else next.delete(key);
                    return next;
                  })
                }
              >
                {title}
              </CheckBox>
              <span className={styles.moves}>
                <Button
                  size="small"
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                  aria-label={t('columns.up', { name: title })}
                >
                  ↑
                </Button>
                <Button
                  size="small"
                  disabled={index === order.length - 1}
                  onClick={() => move(index, 1)}
                  aria-label={t('columns.down', { name: title })}
                >
                  ↓
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
