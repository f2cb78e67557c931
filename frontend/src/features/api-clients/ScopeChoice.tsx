import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';

const SCOPES = ['funds.read', 'funds.write'];

/** A scope in words, with the name the documentation has for it. */
export function useScopeText() {
  const { t } = useTranslation();
  return (scope: string) =>
    String(t(`apiClient.scope.${scope.replace('.', '_')}` as never, { scope, defaultValue: scope } as never));
}

interface Props {
  id?: string;
  value?: string[];
  onChange?: (scopes: string[]) => void;
}

export function ScopeChoice({ id, value = [], onChange }: Props) {
  const text = useScopeText();
  return (
    <div id={id} tabIndex={-1}>
      {SCOPES.map((scope) => (
        <div key={scope}>
          <Checkbox
            checked={value.includes(scope)}
            onChange={(event) =>
              onChange?.(SCOPES.filter((each) => (each === scope ? event.target.checked : value.includes(each))))
            }
          >
            {text(scope)}
          </Checkbox>
        </div>
      ))}
    </div>
  );
}
