import { Segmented } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Operation } from '@/lib/access';
import type { Trace, TraceNode } from '@/lib/api/types';
import { useIsPhone } from '@/lib/media';
import { formatYuan, parseFen } from '@/lib/money';
import { paths } from '@/lib/paths';
import { useMayCall } from '@/lib/session';
import { DataTable } from '../DataTable';
import { MoneyText } from '../MoneyText';
import { EmptyState } from '../states';
import { kindRank, layoutTrace, NODE_HEIGHT, related } from './layout';
import styles from './trace.module.css';

/** Where a node leads, if the reader may go there. */
function addressOf(node: TraceNode, mayCall: (operation: Operation) => boolean): string | null {
  if (node.kind === 'TRACE_NODE_KIND_PAYEE')
    return mayCall('PaymentService_ListPayments') ? paths.payments({ query: node.label }) : null;
  if (!node.id) return null;
  switch (node.kind) {
    case 'TRACE_NODE_KIND_DOCUMENT':
    case 'TRACE_NODE_KIND_REDUCTION':
    case 'TRACE_NODE_KIND_RECALL':
      return mayCall('FundDocumentService_GetFundDocument') ? paths.fundDocument(node.id) : null;
    case 'TRACE_NODE_KIND_ALLOCATION':
      return mayCall('AllocationService_GetAllocation') ? paths.allocation(node.id) : null;
    case 'TRACE_NODE_KIND_RECEIPT':
      return mayCall('ReceiptService_GetReceipt') ? paths.receipt(node.id) : null;
    case 'TRACE_NODE_KIND_PROJECT_LOT':
      return mayCall('ProjectService_GetProject') ? paths.project(node.id) : null;
    case 'TRACE_NODE_KIND_CLAIM':
      return mayCall('ClaimService_GetClaim') ? paths.claim(node.id) : null;
    case 'TRACE_NODE_KIND_PAYMENT':
      return mayCall('PaymentService_GetPayment') ? paths.payment(node.id) : null;
    default:
      return null;
  }
}

/** A trace as a flow from document to payee, with the same facts as a table. */
export function TraceView({ trace, currentId }: { trace: Trace; currentId?: string }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [view, setView] = useState<'flow' | 'table'>('flow');
  if (trace.nodes.length === 0) return <EmptyState text={t('trace.empty')} />;
  return (
    <div className={styles.trace} data-trace-nodes={trace.nodes.length}>
      <div className={styles.tools}>
        <Segmented
          aria-label={t('trace.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'flow', label: t('trace.flow') },
            { value: 'table', label: t('trace.table') },
          ]}
        />
        <span className={styles.hint}>
          {t('trace.unit')} {!phone && t('trace.hint')}
        </span>
      </div>
      {view === 'table' ? (
        <TraceTable trace={trace} />
      ) : phone ? (
        <TraceSteps trace={trace} currentId={currentId} />
      ) : (
        <TraceFlow trace={trace} currentId={currentId} />
      )}
    </div>
  );
}

const PAPERS: readonly TraceNode['kind'][] = [
  'TRACE_NODE_KIND_DOCUMENT',
  'TRACE_NODE_KIND_REDUCTION',
  'TRACE_NODE_KIND_RECALL',
];

/** A document is known by its number; its title is in the tooltip. */
function nameOf(node: TraceNode | undefined): string {
  if (!node) return '';
  return PAPERS.includes(node.kind) ? node.number || node.label : node.label || node.number;
}

function NodeText({ node, kind = true }: { node: TraceNode; kind?: boolean }) {
  const { t } = useTranslation();
  const amount = parseFen(node.amountFen);
  const state = node.state && t(`enum.${node.state}` as never, { defaultValue: node.state });
  return (
    <>
      {(kind || state) && (
        <span className={styles.kind}>
          <span>{kind && t(`enum.${node.kind}` as never)}</span>
          {state && <span className={styles.state}>{state}</span>}
        </span>
      )}
      <span className={styles.label}>{nameOf(node)}</span>
      <span className={styles.foot}>
        {amount !== 0n && <span className={styles.amount}>{formatYuan(amount)}</span>}
        {node.date && <span className={styles.date}>{node.date}</span>}
      </span>
    </>
  );
}

interface FlowProps {
  trace: Trace;
  currentId?: string | undefined;
}

/** Room for the focus ring, both sides; see the style. */
const FRAME_PADDING = 8;

const kindClass = (node: TraceNode) => styles[node.kind.replace('TRACE_NODE_KIND_', '').toLowerCase()] ?? '';

function TraceFlow({ trace, currentId }: FlowProps) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const frame = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(1000);
  const [active, setActive] = useState<string | null>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => setAvailable(element.clientWidth - FRAME_PADDING);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const layout = useMemo(() => layoutTrace(trace, available), [trace, available]);
  const lit = active ? related(trace.links, active) : null;

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section ref={frame} className={styles.frame} aria-label={t('trace.flowLabel')} tabIndex={0}>
      <div className={styles.canvas} style={{ width: layout.width }}>
        <div className={styles.heads} aria-hidden="true">
          {layout.columns.map((kinds, index) => (
            <span key={kinds.join()} style={{ left: columnLeft(layout, index), width: layout.nodeWidth }}>
              {kinds.map((kind) => t(`enum.${kind}` as never)).join(' / ')}
            </span>
          ))}
        </div>
        <div className={styles.field} style={{ height: layout.height }}>
          <svg className={styles.bands} width={layout.width} height={layout.height} aria-hidden="true">
            {layout.links.map(({ link, path, thickness }) => (
              <path
                key={`${link.from}>${link.to}`}
                d={path}
                strokeWidth={thickness}
                className={
                  lit ? (lit.has(link.from) && lit.has(link.to) ? styles.bandLit : styles.bandDim) : styles.band
                }
              />
            ))}
          </svg>
          <ul aria-label={t('trace.nodesLabel')}>
            {layout.nodes.map(({ node, x, y }) => {
              const to = addressOf(node, mayCall);
              const className = [
                styles.node,
                kindClass(node),
                lit && !lit.has(node.key) && styles.dim,
                currentId && node.id === currentId && styles.current,
              ]
                .filter(Boolean)
                .join(' ');
              return (
                <li
                  key={node.key}
                  className={className}
                  style={{ left: x, top: y, width: layout.nodeWidth, height: NODE_HEIGHT }}
                  data-kind={node.kind}
                  onMouseEnter={() => setActive(node.key)}
                  onMouseLeave={() => setActive(null)}
                  onFocus={() => setActive(node.key)}
                  onBlur={() => setActive(null)}
                >
                  {to ? (
                    <Link to={to} className={styles.inner} title={node.label}>
                      <NodeText node={node} />
                    </Link>
                  ) : (
                    <span className={styles.inner} title={node.label}>
                      <NodeText node={node} />
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        </div>
      </div>
    </section>
  );
}

const columnLeft = (layout: ReturnType<typeof layoutTrace>, index: number) =>
  layout.columns.length > 1 ? Math.round((index * (layout.width - layout.nodeWidth)) / (layout.columns.length - 1)) : 0;

/** On a phone the flow runs from top to bottom, kind by kind, each box saying where its money came from. */
function TraceSteps({ trace, currentId }: FlowProps) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const byKey = new Map(trace.nodes.map((node) => [node.key, node]));
  const kinds = [...new Set(trace.nodes.map((node) => node.kind))].sort((a, b) => kindRank(a) - kindRank(b));
  return (
    <ol className={styles.steps}>
      {kinds.map((kind) => (
        <li key={kind} className={styles.step}>
          <h3 className={styles.stepTitle}>{t(`enum.${kind}` as never)}</h3>
          <ul className={styles.stepNodes}>
            {trace.nodes
              .filter((node) => node.kind === kind)
              .map((node) => {
                const to = addressOf(node, mayCall);
                const sources = trace.links.filter((link) => link.to === node.key);
                return (
                  <li
                    key={node.key}
                    data-kind={node.kind}
                    className={[styles.stepNode, kindClass(node), node.id === currentId && styles.current]
                      .filter(Boolean)
                      .join(' ')}
                  >
                    {to ? (
                      <Link to={to} className={styles.inner}>
                        <NodeText node={node} kind={false} />
                      </Link>
                    ) : (
                      <span className={styles.inner}>
                        <NodeText node={node} kind={false} />
                      </span>
                    )}
                    {sources.map((link) => (
                      <span key={link.from} className={styles.source}>
                        {t('trace.cameFrom', {
                          name: nameOf(byKey.get(link.from)),
                          amount: formatYuan(parseFen(link.amountFen)),
                        })}
                      </span>
                    ))}
                  </li>
                );
              })}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function TraceTable({ trace }: { trace: Trace }) {
  const { t } = useTranslation();
  const mayCall = useMayCall();
  const byKey = new Map(trace.nodes.map((node) => [node.key, node]));
  const cell = (key: string) => {
    const node = byKey.get(key);
    if (!node) return key;
    const to = addressOf(node, mayCall);
    const name = `${t(`enum.${node.kind}` as never)} ${nameOf(node)}`;
    return to ? <Link to={to}>{name}</Link> : name;
  };
  return (
    <DataTable
      caption={t('trace.tableLabel')}
      rows={trace.links}
      rowKey={(link) => `${link.from}>${link.to}`}
      columns={[
        { key: 'from', title: t('trace.from'), render: (link) => cell(link.from) },
        { key: 'to', title: t('trace.to'), render: (link) => cell(link.to) },
        {
          key: 'amount',
          title: t('trace.amount'),
          numeric: true,
          render: (link) => <MoneyText fen={link.amountFen} />,
        },
      ]}
    />
  );
}
