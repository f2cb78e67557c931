import { Input } from 'antd';

interface Props {
  id?: string;
  /** yyyy-mm-dd */
  value?: string;
  onChange?: (day: string) => void;
  min?: string;
  max?: string;
}

/** A day. The browser's own field: the phone brings its wheel, the keyboard types digits, and nothing has to be downloaded. */
export const DateInput = ({ value = '', onChange, ...rest }: Props) => (
  <Input {...rest} type="date" value={value} onChange={(event) => onChange?.(event.target.value)} />
);
