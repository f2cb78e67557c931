import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';
import { newIdempotencyKey } from '@/lib/api/client';
import { ApiError } from '@/lib/api/errors';
import { dropDraft, keepDraft, readDraft } from '@/lib/drafts';
import { useSession } from '@/lib/session';
import { Dialog } from '../Dialog';
import { type Difference, DiffView } from '../DiffView';
import { errorText } from '../errorText';
import { Page } from '../Page';
import { PageHeader } from '../PageHeader';
import { ErrorSummary, type Problem } from './ErrorSummary';
import { LabelsContext, type Path } from './Field';
import styles from './form.module.css';

const FORM = 'form';

export interface Opened<V> {
  values: V;
  /** Etag of the record; empty for a new one. */
  version: string;
}

/** Where a form in steps is; StepForm has it. */
export interface Stage {
  /** The last step: the form is sent from here. */
  last: boolean;
  onward: () => void;
  back?: () => void;
  /** Back to the first step. */
  begin: () => void;
  /** Shows the first step that holds one of these fields. */
  show: (fields: readonly Path[]) => void;
  /** Whether the field has been come to: it is in the step that is shown, or in one before. */
  passed: (field: Path) => boolean;
}

export interface FormPageProps<V extends object, A> {
  title: string;
  sub?: ReactNode;
  parent?: { to: string; label: string };
  /** What the form begins with. */
  opened: Opened<V>;
  /** Name under which what is typed is kept in this tab, such as `claim.new` or `claim.<id>`. */
  draft: string;
  /** Fields that are never kept. */
  secret?: readonly (keyof V & string)[];
  /** Sends the form; throws what the API answered. */
  submit: (values: V, sent: { key: string; version: string }) => Promise<A>;
  /** Where to go when it is stored: navigate, notify. */
  done: (answer: A) => void;
  submitLabel: string;
  /** For a record that exists: reads it anew when somebody else has changed it meanwhile. */
  reload?: () => Promise<Opened<V>>;
  /** What the fields are called and how their values read, for showing what changed. */
  shown?: { [K in keyof V]?: { label: string; text?: (value: V[K]) => string } };
  /** Under what the server refused: where the record is that stands in the way. The values are those that were sent. */
  refused?: (error: ApiError, values: V) => ReactNode;
  /** Beside the button: sums, what will happen. */
  aside?: (values: V) => ReactNode;
  /** For those who watch the values from outside. */
  form?: FormInstance<V>;
  stage?: Stage;
  children: ReactNode | ((form: FormInstance<V>) => ReactNode);
}

/** fund_document.lines[0].amount_fen → ['lines', 0, 'amountFen'] */
export function fieldPath(field: string): Path {
  const parts = field
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .map((part) =>
      /^\d+$/.test(part) ? Number(part) : part.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase()),
    );
  return parts.length > 1 ? parts.slice(1) : parts;
}

const idOf = (path: Path) => `${FORM}_${path.join('_')}`;
/** Sentences are the same however they are put together. */
const plain = (text: string) => text.replace(/[\s，。,.;；]/g, '');
const equal = (a: unknown, b: unknown) => JSON.stringify(a ?? '') === JSON.stringify(b ?? '');

/**
 * A page with one form. It keeps what is typed: over a reload, a lost session, an error, somebody else's change. It is sent once however
 * often the button is pressed. Everything wrong is told on top and at its field, in the server's words.
 */
export function FormPage<V extends object, A>(props: FormPageProps<V, A>) {
  const { t, i18n } = useTranslation();
  const {
    title,
    sub,
    parent,
    opened,
    draft,
    secret = [] as readonly (keyof V & string)[],
    submit,
    done,
    submitLabel,
    reload,
    shown,
    refused,
    aside,
    stage,
    children,
  } = props;
  const client = useQueryClient();
  const { user } = useSession();
  const [form] = Form.useForm<V>(props.form);
  const labels = useRef(new Map<string, string>());
  const kept = useMemo(() => readDraft<V>(user.id, draft), [draft, user.id]);
  const [restored, setRestored] = useState(kept !== null);
  const base = useRef(opened);
  const [tried, setTried] = useState(false);
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<{
    title: string;
    problems: Problem[];
    detail?: string;
    more?: ReactNode;
  } | null>(null);
  const [changed, setChanged] = useState<{ rows: Difference[]; latest: Opened<V> } | null>(null);
  const dirty = useRef(kept !== null);
  const busy = useRef(false);
  // Once stored, the form has done its work: the answer may come between the two presses of a double click.
  const stored = useRef(false);
  const key = useRef(newIdempotencyKey());
  const values = Form.useWatch([], { form, preserve: true }) as V | undefined;

  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => dirty.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (dirty.current) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);

  const keep = () => {
    const all: V = { ...(form.getFieldsValue(true) as V) };
    for (const name of secret) delete (all as Partial<V>)[name as keyof V];
    // A form of secrets alone has nothing to give back.
    if (Object.keys(all).length > 0) keepDraft(user.id, draft, { values: all, version: base.current.version });
  };

  // A draft of an earlier version of the record: what others changed since is shown before it can be sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => {
    if (kept && kept.version !== opened.version) {
      const rows = rowsOf(kept.values, opened.values, kept.values);
      if (rows.length > 0) setChanged({ rows, latest: opened });
    }
  }, []);

  const rowsOf = (before: V, after: V, typed: V): Difference[] =>
    (Object.keys(shown ?? {}) as (keyof V)[]).flatMap((name) => {
      const told = shown?.[name];
      if (!told || equal(before[name], after[name])) return [];
      const text = (value: V[keyof V]) => (told.text ? told.text(value) : String(value ?? ''));
      return [
        {
          label: told.label,
          before: text(before[name]),
          after: text(after[name]),
          ...(equal(typed[name], before[name]) ? {} : { typed: text(typed[name]) }),
        },
      ];
    });

  const stale = async () => {
    const latest = await reload?.().catch(() => null);
    if (!latest) return;
    setChanged({ rows: rowsOf(base.current.values, latest.values, form.getFieldsValue(true) as V), latest });
  };

  const takeLatest = (mine: boolean) => {
    if (!changed) return;
    const typed = form.getFieldsValue(true) as V;
    const next: V = { ...changed.latest.values };
    if (mine)
      for (const name of Object.keys(typed) as (keyof V)[])
        if (!equal(typed[name], base.current.values[name])) next[name] = typed[name];
    base.current = changed.latest;
    form.setFieldsValue(next as Parameters<typeof form.setFieldsValue>[0]);
    setChanged(null);
    setFailure(null);
    if (mine) keep();
    else {
      dirty.current = false;
      dropDraft(user.id, draft);
      setRestored(false);
    }
  };

  const send = async (all: V) => {
    if (busy.current || stored.current) return;
    busy.current = true;
    setPending(true);
    setFailure(null);
    try {
      const answer = await submit(all, { key: key.current, version: base.current.version });
      stored.current = true;
      dirty.current = false;
      dropDraft(user.id, draft);
      // A changed record is read anew before its page shows it: what is done there next would be done to the old one.
      const read = client.invalidateQueries();
      if (base.current.version !== '') await read;
      done(answer);
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) key.current = newIdempotencyKey();
      tell(error, all);
      // Other conflicts, such as a number already used, are no change of this record by others.
      if (error instanceof ApiError && error.reason === 'ETAG_STALE') await stale();
    } finally {
      busy.current = false;
      if (!stored.current) setPending(false);
    }
  };

  /** A sentence of the summary: which field, unless it begins by naming it itself. */
  const told = (label: string, problem: string) =>
    label === '' || problem.split(/[：，。:,.]/)[0]?.includes(label) ? problem : t('form.at', { label, problem });

  const tell = (error: unknown, sent: V) => {
    const api = error instanceof ApiError ? error : null;
    const violations = (api?.violations ?? []).map((each) => ({ ...each, path: fieldPath(each.field) }));
    const whole = errorText(error, i18n.language, t);
    stage?.show(violations.map(({ path }) => path));
    const problems: Problem[] = violations.map(({ path, ...violation }) => {
      const label = labels.current.get(path.join('.'));
      if (label === undefined) return { fieldId: '', text: violation.description };
      form.setFields([{ name: path as never, errors: [violation.description] }]);
      return { ...placeOf(path), text: told(label, violation.description) };
    });
    setFailure({
      // A refusal that is about one field alone is said once, there.
      title:
        violations.length === 1 && plain(violations[0]?.description ?? '') === plain(whole)
          ? t('form.wrong', { count: 1 })
          : whole,
      problems,
      ...(api && api.status >= 500 ? { detail: api.requestId } : {}),
      ...(api && refused ? { more: refused(api, sent) } : {}),
    });
  };

  const placeOf = (path: Path) => ({ fieldId: idOf(path), ...(stage ? { show: () => stage.show([path]) } : {}) });

  const onward = () => {
    setFailure(null);
    setTried(false);
    stage?.onward();
  };

  const startAnew = () => {
    stage?.begin();
    dropDraft(user.id, draft);
    dirty.current = false;
    setRestored(false);
    setFailure(null);
    form.resetFields();
    form.setFieldsValue(opened.values as Parameters<typeof form.setFieldsValue>[0]);
  };

  return (
    <Page>
      <PageHeader title={title} sub={sub} {...(parent ? { parent } : {})} />
      <LabelsContext.Provider value={labels.current}>
        <Form<V>
          form={form}
          name={FORM}
          layout="vertical"
          // The browser would tell of a day out of range in its own language, at the first field only.
          noValidate
          className={styles.form ?? ''}
          initialValues={{ ...opened.values, ...(kept?.values ?? {}) }}
          validateTrigger={tried ? 'onChange' : 'onSubmit'}
          requiredMark={(label, { required }) => (
            <>
              {label}
              {!required && <span className={styles.optional}>{t('form.optionalMark')}</span>}
            </>
          )}
          scrollToFirstError={false}
          disabled={false}
          onValuesChange={() => {
            dirty.current = true;
            keep();
          }}
          onFinish={() => (stage?.last === false ? onward() : void send(form.getFieldsValue(true) as V))}
          onFinishFailed={({ errorFields: all }) => {
            // What is still wrong in a later step can wait until one is there.
            const errorFields = stage ? all.filter((field) => stage.passed(field.name as Path)) : all;
            if (errorFields.length === 0) return onward();
            stage?.show(errorFields.map((field) => field.name as Path));
            setTried(true);
            setFailure({
              title: t('form.wrong', { count: errorFields.length }),
              problems: errorFields.map((field) => ({
                ...placeOf(field.name as Path),
                text: told(labels.current.get(field.name.join('.')) ?? '', field.errors[0] ?? ''),
              })),
            });
          }}
        >
          {restored && (
            <Alert
              type="info"
              showIcon
              title={t('form.restored')}
              action={<Button onClick={startAnew}>{t('form.startAnew')}</Button>}
            />
          )}
          {failure && <ErrorSummary {...failure} />}
          {changed && (
            <section className={styles.changed} aria-labelledby={`${FORM}-changed`}>
              <p id={`${FORM}-changed`}>{t('form.changedMeanwhile')}</p>
              {changed.rows.length > 0 && <DiffView caption={t('diff.title')} rows={changed.rows} />}
              <div className={styles.changedActions}>
                <Button type="primary" onClick={() => takeLatest(true)}>
                  {t('form.keepMine')}
                </Button>
                <Button onClick={() => takeLatest(false)}>{t('form.takeTheirs')}</Button>
              </div>
            </section>
          )}
          {typeof children === 'function' ? children(form) : children}
          <div className={styles.bar}>
            {stage?.back && <Button onClick={stage.back}>{t('form.previousStep')}</Button>}
            <Button
              type="primary"
              htmlType="submit"
              loading={pending}
              disabled={changed !== null}
              // The second press of a double click is not meant for the step that has come under it.
              onClick={(event) => stage && event.detail > 1 && event.preventDefault()}
            >
              {stage?.last === false ? t('form.nextStep') : submitLabel}
            </Button>
            {aside && values && <div className={styles.aside}>{aside(values)}</div>}
          </div>
        </Form>
      </LabelsContext.Provider>
      <Dialog
        open={blocker.state === 'blocked'}
        title={t('form.leaveTitle')}
        onClose={() => blocker.reset?.()}
        footer={
          <>
            <Button onClick={() => blocker.proceed?.()}>{t('form.leave')}</Button>
            <Button type="primary" onClick={() => blocker.reset?.()}>
              {t('form.stay')}
            </Button>
          </>
        }
      >
        {t('form.leaveText')}
      </Dialog>
    </Page>
  );
}
