import { Form, type FormItemProps } from 'antd';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

export type Path = (string | number)[];

/** Where in the form's values the fields inside stand, and what the row is called. */
export const PlaceContext = createContext<{ path: Path; row: string; item: number | string | null }>({
  path: [],
  row: '',
  item: null,
});

/** Collects what the fields are called, for the summary of errors. */
export const LabelsContext = createContext<Map<string, string>>(new Map());

interface Props {
  /** Name in the form's values; the same as in the API's message. */
  name: string;
  label: string;
  required?: boolean;
  /** The value is a list: at least one of several choices. */
  list?: boolean;
  /** More rules, in the words the person reads. */
  rules?: NonNullable<FormItemProps['rules']>;
  /** Said under the field before anything is wrong. */
  help?: ReactNode;
  /** The label is in the table's head already, but for those who cannot see it. */
  hideLabel?: boolean;
  valuePropName?: string;
  children: ReactNode;
}

/** One field of a form: label, control, help, error. */
export function Field({
  name,
  label,
  required = false,
  list = false,
  rules = [],
  help,
  hideLabel = false,
  valuePropName,
  children,
}: Props) {
  const { t } = useTranslation();
  const place = useContext(PlaceContext);
  const labels = useContext(LabelsContext);
  const full = [...place.path, name].join('.');
  const told = place.row ? `${place.row} ${label}` : label;
  useEffect(() => {
    labels.set(full, told);
    return () => {
      labels.delete(full);
    };
  }, [labels, full, told]);
  return (
    <Form.Item
      name={place.item === null ? name : [place.item, name]}
      label={<span className={hideLabel ? 'visually-hidden' : undefined}>{label}</span>}
      required={required}
      {...(valuePropName ? { valuePropName } : {})}
      rules={[
        ...(required
          ? [
              {
                required: true,
                ...(list ? ({ type: 'array', min: 1 } as const) : { whitespace: true }),
                message: t('form.required', { label }),
              },
            ]
          : []),
        ...rules,
      ]}
      extra={help}
      colon={false}
      {...(hideLabel ? { style: { marginBottom: 0 } } : {})}
    >
      {children}
    </Form.Item>
  );
}
