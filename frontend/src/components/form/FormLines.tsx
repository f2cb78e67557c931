import { Button, Form } from 'antd';
import { type ReactNode, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { PlaceContext } from './Field';
import styles from './form.module.css';

interface Props {
  /** Name of the list in the form's values. */
  name: string;
  /** What the whole is called, and one row of it: 明细, 第 {{number}} 行. */
  label: string;
  /** A new row's values; without it rows can be neither added nor taken away. */
  fresh?: () => Record<string, unknown>;
  max?: number;
  /** The fields of one row. */
  children: (row: { index: number; value: unknown }) => ReactNode;
  /** Under the rows: sums as one types. */
  footer?: ReactNode;
}

/** Rows of a form, such as the lines of a document: beside each other on a desk, one under the other on a phone. */
export function FormLines({ name, label, fresh, max = 200, children, footer }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const outer = useContext(PlaceContext);
  return (
    <Form.List name={name}>
      {(fields, { add, remove }, { errors }) => (
        <fieldset className={styles.lines} aria-label={label}>
          {fields.map((field, index) => (
            <fieldset key={field.key} className={styles.line} aria-label={t('form.row', { number: index + 1 })}>
              <span className={styles.lineNumber}>{t('form.row', { number: index + 1 })}</span>
              <PlaceContext.Provider
                value={{
                  path: [...outer.path, name, index],
                  row: t('form.row', { number: index + 1 }),
                  item: field.name,
                }}
              >
                <div className={styles.lineFields}>
                  {children({ index, value: form.getFieldValue([name, field.name]) })}
                </div>
              </PlaceContext.Provider>
              {fresh && fields.length > 1 && (
                <Button
                  onClick={() => remove(field.name)}
                  aria-label={t('form.removeRowNumber', { number: index + 1 })}
                >
                  {t('form.removeRow')}
                </Button>
              )}
            </fieldset>
          ))}
          <Form.ErrorList errors={errors} />
          {fresh && fields.length < max && (
            <Button className={styles.addLine ?? ''} onClick={() => add(fresh())}>
              {t('form.addRow')}
            </Button>
          )}
          {footer && <div className={styles.linesFoot}>{footer}</div>}
        </fieldset>
      )}
    </Form.List>
  );
}
