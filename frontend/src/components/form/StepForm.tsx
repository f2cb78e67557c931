import { Form, type FormInstance, Steps } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useIsPhone } from '@/lib/media';
import type { Path } from './Field';
import { FormPage, type FormPageProps } from './FormPage';
import styles from './form.module.css';

export interface FormStep<V extends object> {
  title: string;
  /** Names of the values that are filled in here, so that what is wrong with one of them leads back. */
  fields: readonly (keyof V & string)[];
  content: ReactNode | ((form: FormInstance<V>) => ReactNode);
}

interface Props<V extends object, A> extends Omit<FormPageProps<V, A>, 'children' | 'form' | 'stage'> {
  /** The steps, which may depend on what is filled in already. */
  steps: (values: V) => readonly FormStep<V>[];
}

/**
 * A form in steps, for papers whose parts are long and are filled in one after the other. What a step asks for is looked at before the
 * next one; nothing is sent before the last. It is one FormPage: one draft, one record, everything typed kept over the steps.
 */
export function StepForm<V extends object, A>({ steps: stepsOf, aside, ...page }: Props<V, A>) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [form] = Form.useForm<V>();
  const values = (Form.useWatch([], { form, preserve: true }) as V | undefined) ?? page.opened.values;
  const steps = stepsOf(values);
  const [asked, setAsked] = useState(0);
  // Later steps are not there before one has come to them: they are not looked at, and nothing in them has the focus.
  const [reached, setReached] = useState(0);
  const at = Math.min(asked, steps.length - 1);
  const [walked, setWalked] = useState(0);
  const head = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLElement>(null);

  const go = (step: number) => {
    setAsked(step);
    setReached((far) => Math.max(far, step));
  };
  const walk = (step: number) => {
    go(step);
    setWalked((count) => count + 1);
  };
  // The new step is read out and begins at the top of the screen.
  useEffect(() => {
    if (walked === 0) return;
    body.current?.focus({ preventScroll: true });
    head.current?.scrollIntoView?.();
  }, [walked]);

  const stepOf = (field: Path) => steps.findIndex(({ fields }) => (fields as readonly unknown[]).includes(field[0]));
  const show = (fields: readonly Path[]) => {
    const holding = fields.map(stepOf).filter((step) => step >= 0);
    // At once, so that the field can take the focus.
    if (holding.length > 0) flushSync(() => go(Math.min(...holding)));
  };

  return (
    <FormPage<V, A>
      {...page}
      form={form}
      stage={{
        last: at === steps.length - 1,
        onward: () => walk(at + 1),
        ...(at > 0 ? { back: () => walk(at - 1) } : {}),
        begin: () => {
          setReached(0);
          walk(0);
        },
        show,
        passed: (field) => stepOf(field) <= at,
      }}
      {...(aside && at === steps.length - 1 ? { aside } : {})}
    >
      {(of) => (
        <>
          <div ref={head} className={styles.steps}>
            <Steps
              current={at}
              size="small"
              responsive={false}
              titlePlacement={phone ? 'vertical' : 'horizontal'}
              items={steps.map(({ title }, index) => ({ title, disabled: index > reached }))}
              onChange={(step) => step <= reached && walk(step)}
            />
          </div>
          {steps.map(({ title, content }, index) =>
            index > reached ? null : (
              <section
                key={title}
                ref={index === at ? body : null}
                tabIndex={-1}
                hidden={index !== at}
                className={styles.step}
                aria-label={t('form.step', { number: index + 1, count: steps.length, title })}
              >
                {typeof content === 'function' ? content(of) : content}
              </section>
            ),
          )}
        </>
      )}
    </FormPage>
  );
}
