import { Alert } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

export interface Problem {
  /** Id of the field's control; empty when it is about the whole. */
  fieldId: string;
  text: string;
  /** Brings the field to where it can be seen. */
  show?: () => void;
}

/** Everything that is wrong, on top, each sentence leading to its field. It takes the focus when it appears. */
export function ErrorSummary({
  title,
  problems,
  detail,
  more,
}: {
  title: string;
  problems: readonly Problem[];
  detail?: string | undefined;
  /** Where to go on from here. */
  more?: ReactNode;
}) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new failure takes the focus anew
  useEffect(() => box.current?.focus(), [problems, title]);
  return (
    <div ref={box} tabIndex={-1}>
      <Alert
        type="error"
        showIcon
        title={title}
        description={
          <>
            {problems.length > 0 && (
              <ul>
                {problems.map((problem) => (
                  <li key={problem.fieldId + problem.text}>
                    {problem.fieldId ? (
                      <a
                        href={`#${problem.fieldId}`}
                        onClick={(event) => {
                          event.preventDefault();
                          problem.show?.();
                          document.getElementById(problem.fieldId)?.focus();
                        }}
                      >
                        {problem.text}
                      </a>
                    ) : (
                      problem.text
                    )}
                  </li>
                ))}
              </ul>
            )}
            {detail && <div>{t('error.requestId', { id: detail })}</div>}
            {more}
          </>
        }
      />
    </div>
  );
}
