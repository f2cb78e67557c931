import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DataTable } from '@/components/DataTable';
import { MoneyText } from '@/components/MoneyText';
import { Section } from '@/components/Page';
import { QueryView } from '@/components/QueryView';
import { Tag } from '@/components/StatusTag';
import { claimCheckListQuery } from '@/lib/api/queries';
import type { ClaimCheckList } from '@/lib/api/types';
import { parseFen } from '@/lib/money';

type Paper = ClaimCheckList['papers'][number];

/** 材料清单: what the claim needs, ticked where it is in order, with what was checked and what is wrong. */
export function CheckList({ claimId }: { claimId: string }) {
  const { t, i18n } = useTranslation();
  const english = i18n.language === 'en';
  const list = useQuery(claimCheckListQuery(claimId));
  const said = (paper: Paper) =>
    [
      paper.number,
      paper.datedOn,
      paper.opinionOn && t('papers.opinionOnText', { day: paper.opinionOn }),
      paper.signers.join(t('list.comma')),
    ].filter(Boolean);
  return (
    <QueryView query={list} rows={3}>
      {(answer) =>
        answer.demands.length > 0 && (
          <Section title={t('papers.list')} note={answer.demands[0]?.sourceDocument} flush>
            <DataTable
              caption={t('papers.list')}
              rows={answer.demands}
              rowKey={(demand) => demand.code}
              columns={[
                {
                  key: 'name',
                  title: t('papers.name'),
                  heading: true,
                  render: (demand) => `${demand.code} ${english ? demand.nameEn : demand.name}`,
                },
                {
                  key: 'papers',
                  title: t('papers.there'),
                  render: (demand) =>
                    answer.papers
                      .filter(({ code }) => code === demand.code)
                      .map((paper, index) => (
                        <div key={index}>
                          {said(paper).join(' ')}{' '}
                          {parseFen(paper.amountFen) > 0n && <MoneyText fen={paper.amountFen} unit />}
                        </div>
                      )),
                },
                {
                  key: 'checks',
                  title: t('papers.checks'),
                  render: (demand) =>
                    demand.checks.map((check) => t(`papers.check.${check}` as never)).join(t('list.comma')),
                },
                {
                  key: 'findings',
                  title: t('papers.result'),
                  render: (demand) => {
                    const wrong = answer.findings.filter(({ code }) => code === demand.code);
                    if (wrong.length === 0) return <Tag tone="green">{t('papers.good')}</Tag>;
                    return wrong.map((finding) => (
                      <div key={finding.reason}>
                        <Tag tone="red">{t('papers.bad')}</Tag> {english ? finding.textEn : finding.text}
                      </div>
                    ));
                  },
                },
              ]}
            />
          </Section>
        )
      }
    </QueryView>
  );
}
