import { Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { DateField } from '@/components/form/DateField';
import { Field } from '@/components/form/Field';
import { FieldGrid, FullWidth } from '@/components/form/FieldGrid';
import { FormLines } from '@/components/form/FormLines';
import { FormPage, type Opened } from '@/components/form/FormPage';
import { fenOf, MoneyInput, useMoneyRules } from '@/components/form/MoneyInput';
import { LeftText } from '@/components/LeftText';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import type { Acceptance, Claim, Project, ProjectLot, Retention } from '@/lib/api/types';
import { capitals } from '@/lib/capitals';
import { formatPercent, formatYuan, parseFen, sum } from '@/lib/money';
import { proposal, releaseOf, retentionBeside, roomOf } from './proposal';
import { useEarlierAccounts } from './useEarlierAccounts';

const KINDS = ['CLAIM_KIND_ADVANCE', 'CLAIM_KIND_PROGRESS', 'CLAIM_KIND_FINAL', 'CLAIM_KIND_RETENTION'] as const;

/** Claims of these kinds are paid for accepted work. */
const ofWork = (kind: string | undefined) => kind === 'CLAIM_KIND_PROGRESS' || kind === 'CLAIM_KIND_FINAL';

export interface ClaimValues {
  kind: (typeof KINDS)[number];
  acceptanceId: string;
  retentionOfId: string;
  claimedOn: string;
  payeeName: string;
  payeeAccount: string;
  /** An earlier claim whose account is used instead of a typed one. */
  payeeAccountClaimId?: string | undefined;
  remark: string;
  lines: { allocationId: string; amountFen: string; setOffFen: string; retentionFen: string }[];
}

/** The form's values as the API takes them, without what cannot be changed. */
export const messageOf = (values: ClaimValues) => ({
  acceptanceId: ofWork(values.kind) ? values.acceptanceId : '',
  claimedOn: values.claimedOn,
  payeeName: values.payeeName.trim(),
  payeeAccount: values.payeeAccount.trim(),
  payeeAccountClaimId: values.payeeAccountClaimId ?? '',
  remark: values.remark,
  lines: values.lines.map((line) => ({
    allocationId: line.allocationId,
    amountFen: String(fenOf(line.amountFen) ?? 0n),
    setOffFen: ofWork(values.kind) ? String(fenOf(line.setOffFen) ?? 0n) : '0',
    retentionFen: ofWork(values.kind) ? String(fenOf(line.retentionFen) ?? 0n) : '0',
  })),
});

const sums = (values: Partial<ClaimValues>) => ({
  amount: sum((values.lines ?? []).map((line) => fenOf(line?.amountFen) ?? 0n)),
  setOff: sum((values.lines ?? []).map((line) => fenOf(line?.setOffFen) ?? 0n)),
  retention: sum((values.lines ?? []).map((line) => fenOf(line?.retentionFen) ?? 0n)),
});

interface Props {
  title: string;
  parent: { to: string; label: string };
  project: Project;
  lots: readonly ProjectLot[];
  acceptances: readonly Acceptance[];
  /** What was kept back on the project and may be claimed now. */
  retentions: readonly Retention[];
  opened: Opened<ClaimValues>;
  draft: string;
  /** The claim that is changed; its kind stands, and its account is shown masked. */
  claim?: Claim;
  submitLabel: string;
  submit: (values: ClaimValues, sent: { key: string; version: string }) => Promise<Claim>;
  done: (claim: Claim) => void;
  reload?: () => Promise<Opened<ClaimValues>>;
}

/** The claim's form, for a new one and for a draft. */
export function ClaimForm({ project, lots, acceptances, retentions, claim, ...page }: Props) {
  const { t } = useTranslation();
  const accounts = useEarlierAccounts(claim);
  return (
    <FormPage<ClaimValues, Claim>
      {...page}
      sub={`${project.number} ${project.name}`}
      secret={['payeeAccount']}
      shown={{
        claimedOn: { label: t('field.claimedOn') },
        payeeName: { label: t('field.payee') },
        remark: { label: t('field.remark') },
        lines: {
          label: t('claim.lines'),
          text: (lines) =>
            lines
              .map((line) => `${line.amountFen} / ${line.setOffFen || '0'} / ${line.retentionFen || '0'}`)
              .join('; '),
        },
      }}
      aside={(values) => {
        const { amount, setOff, retention } = sums(values);
        return (
          <>
            {t('claim.total')} <MoneyText fen={amount} unit /> {capitals(amount)}
            {setOff > 0n && (
              <>
                {' '}
                · {t('money.setOff')} <MoneyText fen={setOff} unit />
              </>
            )}
            {retention > 0n && (
              <>
                {' '}
                · {t('money.retention')} <MoneyText fen={retention} unit />
              </>
            )}
          </>
        );
      }}
    >
      {(form) => (
        <>
          <Section title={t('section.facts')}>
            <FieldGrid>
              <Field name="kind" label={t('field.claimKind')} required>
                <Radio.Group
                  disabled={claim !== undefined}
                  options={KINDS.map((kind) => ({
                    value: kind,
                    label: t(`enum.${kind}`),
                    disabled:
                      (ofWork(kind) && acceptances.length === 0) ||
                      (kind === 'CLAIM_KIND_RETENTION' && retentions.length === 0),
                  }))}
                  onChange={(event) => {
                    const [first] = retentions;
                    const release = event.target.value === 'CLAIM_KIND_RETENTION' && first;
                    form.setFieldValue('retentionOfId', release ? first.id : '');
                    form.setFieldValue('lines', release ? releaseOf(first) : proposal(event.target.value, lots));
                  }}
                />
              </Field>
              <ByKind
                acceptances={acceptances}
                kind={form.getFieldValue('kind')}
                retentions={claim ? [] : retentions}
                choose={(retention) => form.setFieldValue('lines', releaseOf(retention))}
              />
              <DateField
                name="claimedOn"
                label={t('field.claimedOn')}
                required
                notFuture
                from={{
                  day: acceptances.find((each) => each.id === form.getFieldValue('acceptanceId'))?.acceptedOn,
                  name: t('acceptance.acceptedOn'),
                }}
              />
              {accounts.length > 0 && (
                <Field
                  name="payeeAccountClaimId"
                  label={t('claim.earlierAccount')}
                  help={t('claim.earlierAccountHelp')}
                >
                  <Select
                    allowClear
                    showSearch={{ optionFilterProp: 'label' }}
                    options={accounts.map((each) => ({
                      value: each.id,
                      label: t('claim.accountOf', {
                        payee: each.payeeName,
                        account: each.payeeAccount,
                        day: each.claimedOn,
                      }),
                    }))}
                    onChange={(id) => {
                      const chosen = accounts.find((each) => each.id === id);
                      if (chosen) form.setFieldsValue({ payeeName: chosen.payeeName, payeeAccount: '' });
                    }}
                  />
                </Field>
              )}
              <Field name="payeeName" label={t('field.payee')} required>
                <Input maxLength={100} />
              </Field>
              <Field
                name="payeeAccount"
                label={t('field.payeeAccount')}
                required={claim === undefined && !form.getFieldValue('payeeAccountClaimId')}
                help={
                  !form.getFieldValue('payeeAccountClaimId') &&
                  (claim ? t('claim.accountKept', { account: claim.payeeAccount }) : t('claim.accountHelp'))
                }
              >
                <Input
                  autoComplete="off"
                  inputMode="numeric"
                  maxLength={45}
                  disabled={Boolean(form.getFieldValue('payeeAccountClaimId'))}
                  placeholder={
                    accounts.find((each) => each.id === form.getFieldValue('payeeAccountClaimId'))?.payeeAccount ?? ''
                  }
                />
              </Field>
              <FullWidth>
                <Field name="remark" label={t('field.remark')}>
                  <Input.TextArea rows={3} maxLength={1000} />
                </Field>
              </FullWidth>
            </FieldGrid>
          </Section>
          <Section title={t('claim.lines')} note={t('claim.linesHelp')}>
            <FormLines
              name="lines"
              label={t('claim.lines')}
              max={lots.length}
              fresh={() => ({ allocationId: '', amountFen: '', setOffFen: '', retentionFen: '' })}
            >
              {({ value }) => (
                <Line
                  lots={lots}
                  kind={form.getFieldValue('kind')}
                  chosen={(value as ClaimValues['lines'][number] | undefined)?.allocationId}
                  typed={value as ClaimValues['lines'][number] | undefined}
                />
              )}
            </FormLines>
          </Section>
        </>
      )}
    </FormPage>
  );
}

function ByKind({
  acceptances,
  kind,
  retentions,
  choose,
}: {
  acceptances: readonly Acceptance[];
  kind: string;
  retentions: readonly Retention[];
  choose: (retention: Retention) => void;
}) {
  const { t } = useTranslation();
  if (kind === 'CLAIM_KIND_RETENTION' && retentions.length > 0)
    return (
      <Field name="retentionOfId" label={t('retention.of')} required>
        <Select
          options={retentions.map((each) => ({
            value: each.id,
            label: t('retention.choice', {
              number: each.claimNumber,
              amount: formatYuan(parseFen(each.leftFen)),
              day: each.dueOn,
            }),
          }))}
          onChange={(id) => {
            const chosen = retentions.find((each) => each.id === id);
            if (chosen) choose(chosen);
          }}
        />
      </Field>
    );
  if (!ofWork(kind)) return null;
  return (
    <Field name="acceptanceId" label={t('claim.acceptance')} required>
      <Select
        options={acceptances.map((each) => ({
          value: each.id,
          label: t('claim.acceptanceOn', { day: each.acceptedOn, amount: formatYuan(parseFen(each.acceptedFen)) }),
        }))}
      />
    </Field>
  );
}

function Line({
  lots,
  kind,
  chosen,
  typed,
}: {
  lots: readonly ProjectLot[];
  kind: string;
  chosen: string | undefined;
  typed: ClaimValues['lines'][number] | undefined;
}) {
  const { t } = useTranslation();
  const lot = lots.find((each) => each.allocationId === chosen);
  const room = lot && kind !== 'CLAIM_KIND_RETENTION' ? roomOf(kind, lot) : undefined;
  const amount = fenOf(typed?.amountFen ?? '') ?? 0n;
  const work = ofWork(kind);
  const kept = retentionBeside(amount + (fenOf(typed?.setOffFen ?? '') ?? 0n), lot?.retentionBp ?? 0);
  const amountRules = useMoneyRules();
  const setOffRules = useMoneyRules({ zero: true });
  return (
    <>
      <Field
        name="allocationId"
        label={t('field.allocation')}
        required
        help={
          room &&
          t('claim.lotRoom', { amount: formatYuan(room.amount), accepted: formatYuan(parseFen(lot?.acceptedFen)) })
        }
      >
        <Select
          options={lots.map((each) => ({
            value: each.allocationId,
            label: t('allocation.oneTitle', { document: each.documentNumber, number: each.lineNumber }),
          }))}
        />
      </Field>
      <Field
        name="amountFen"
        label={t('claim.amount')}
        required
        rules={amountRules}
        // The draft may be kept; what would be refused when it is handed in is told while it is typed.
        help={room && amount > room.amount && <LeftText fen={room.amount - amount} />}
      >
        <MoneyInput />
      </Field>
      {work && (
        <Field
          name="setOffFen"
          label={t('money.setOff')}
          rules={setOffRules}
          help={room && t('claim.advanceLeft', { amount: formatYuan(room.setOff) })}
        >
          <MoneyInput plain />
        </Field>
      )}
      {work && lot && (lot.retentionBp > 0 || (fenOf(typed?.retentionFen ?? '') ?? 0n) > 0n) && (
        <Field
          name="retentionFen"
          label={t('money.retention')}
          rules={setOffRules}
          help={t('retention.needed', { rate: formatPercent(lot.retentionBp), amount: formatYuan(kept) })}
        >
          <MoneyInput plain />
        </Field>
      )}
    </>
  );
}
