import type { Trace, TraceLink, TraceNode, TraceNodeKind } from '@/lib/api/types';
import { fenToLength, parseFen } from '@/lib/money';

// Where the boxes and bands of a trace stand. Pure, so that it can be tested without a browser.

export interface PlacedNode {
  node: TraceNode;
  column: number;
  x: number;
  y: number;
}

export interface PlacedLink {
  link: TraceLink;
  path: string;
  thickness: number;
}

export interface TraceLayout {
  nodes: PlacedNode[];
  links: PlacedLink[];
  columns: TraceNodeKind[][];
  width: number;
  height: number;
  nodeWidth: number;
}

export const NODE_HEIGHT = 84;
const ROW_GAP = 16;
const MIN_NODE = 140;
const MAX_NODE = 210;
const MIN_GAP = 36;

const KINDS: TraceNodeKind[] = [
  'TRACE_NODE_KIND_DOCUMENT',
  'TRACE_NODE_KIND_ALLOCATION',
  'TRACE_NODE_KIND_REDUCTION',
  'TRACE_NODE_KIND_RECEIPT',
  'TRACE_NODE_KIND_RECALL',
  'TRACE_NODE_KIND_PROJECT_LOT',
  'TRACE_NODE_KIND_CLAIM',
  'TRACE_NODE_KIND_PAYMENT',
  'TRACE_NODE_KIND_PAYEE',
];
export const kindRank = (kind: TraceNodeKind) => KINDS.indexOf(kind);

/** Column of each node: one more than the furthest node money comes from. */
export function columnsOf(trace: Trace): Map<string, number> {
  const column = new Map(trace.nodes.map((node) => [node.key, 0]));
  // As many rounds as there are kinds are enough for a flow from left to right, and end even on a circle.
  for (let round = 0; round < KINDS.length; round++)
    for (const { from, to } of trace.links) {
      const source = column.get(from);
      const target = column.get(to);
      if (source !== undefined && target !== undefined && target < source + 1) column.set(to, source + 1);
    }
  return column;
}

/** Everything upstream and downstream of a node, itself included. */
export function related(links: readonly TraceLink[], key: string): Set<string> {
  const found = new Set([key]);
  const walk = (start: string, next: (link: TraceLink) => [string, string]) => {
    const queue = [start];
    const seen = new Set(queue);
    for (let at = queue.pop(); at !== undefined; at = queue.pop())
      for (const link of links) {
        const [near, far] = next(link);
        if (near === at && !seen.has(far)) {
          seen.add(far);
          found.add(far);
          queue.push(far);
        }
      }
  };
  walk(key, (link) => [link.from, link.to]);
  walk(key, (link) => [link.to, link.from]);
  return found;
}

export function layoutTrace(trace: Trace, available: number): TraceLayout {
  const column = columnsOf(trace);
  const count = Math.max(0, ...column.values()) + 1;
  const nodeWidth = Math.min(MAX_NODE, Math.max(MIN_NODE, Math.floor((available - (count - 1) * MIN_GAP) / count)));
  const width = Math.max(available, count * nodeWidth + (count - 1) * MIN_GAP);
  const step = count > 1 ? (width - nodeWidth) / (count - 1) : 0;

  const groups: TraceNode[][] = Array.from({ length: count }, () => []);
  for (const node of trace.nodes) groups[column.get(node.key) ?? 0]?.push(node);

  const rows = Math.max(1, ...groups.map((group) => group.length));
  const height = rows * NODE_HEIGHT + (rows - 1) * ROW_GAP;
  const placed = new Map<string, PlacedNode>();

  for (const [index, group] of groups.entries()) {
    // Close to where the money comes from; receipts above lots; otherwise as the server lists them.
    const pull = new Map(
      group.map((node) => {
        const sources = trace.links.flatMap((link) => (link.to === node.key ? (placed.get(link.from)?.y ?? []) : []));
        return [node.key, sources.length ? sources.reduce((a, b) => a + b, 0) / sources.length : 0];
      }),
    );
    const ordered = group
      .map((node, position) => ({ node, position }))
      .sort(
        (a, b) =>
          (pull.get(a.node.key) ?? 0) - (pull.get(b.node.key) ?? 0) ||
          kindRank(a.node.kind) - kindRank(b.node.kind) ||
          a.position - b.position,
      );
    const used = ordered.length * NODE_HEIGHT + (ordered.length - 1) * ROW_GAP;
    for (const [row, { node }] of ordered.entries())
      placed.set(node.key, {
        node,
        column: index,
        x: Math.round(index * step),
        y: Math.round((height - used) / 2) + row * (NODE_HEIGHT + ROW_GAP),
      });
  }

  return {
    nodes: [...placed.values()],
    links: placeLinks(trace.links, placed, nodeWidth),
    columns: groups.map((group) =>
      [...new Set(group.map((node) => node.kind))].sort((a, b) => kindRank(a) - kindRank(b)),
    ),
    width,
    height,
    nodeWidth,
  };
}

function placeLinks(links: readonly TraceLink[], placed: Map<string, PlacedNode>, nodeWidth: number): PlacedLink[] {
  const drawn = links.flatMap((link) => {
    const from = placed.get(link.from);
    const to = placed.get(link.to);
    return from && to ? [{ link, from, to, length: Math.max(0, fenToLength(parseFen(link.amountFen))) }] : [];
  });
  const total = (side: 'from' | 'to') => {
    const sums = new Map<string, number>();
    for (const each of drawn) sums.set(each.link[side], (sums.get(each.link[side]) ?? 0) + each.length);
    return sums;
  };
  const largest = Math.max(1, ...total('from').values(), ...total('to').values());
  const scale = (NODE_HEIGHT - 24) / largest;
  const thickness = (length: number) => Math.max(1.5, length * scale);

  // Bands share the side of a box, topmost target first, centred.
  const offsets = (side: 'from' | 'to', other: 'from' | 'to') => {
    const result = new Map<TraceLink, number>();
    const bySide = new Map<string, typeof drawn>();
    for (const each of drawn) bySide.set(each.link[side], [...(bySide.get(each.link[side]) ?? []), each]);
    for (const group of bySide.values()) {
      group.sort((a, b) => a[other].y - b[other].y);
      let at = -group.reduce((sum, each) => sum + thickness(each.length), 0) / 2;
      for (const each of group) {
        const size = thickness(each.length);
        result.set(each.link, at + size / 2);
        at += size;
      }
    }
    return result;
  };
  const outgoing = offsets('from', 'to');
  const incoming = offsets('to', 'from');

  return drawn.map(({ link, from, to, length }) => {
    const x1 = from.x + nodeWidth;
    const y1 = from.y + NODE_HEIGHT / 2 + (outgoing.get(link) ?? 0);
    const x2 = to.x;
    const y2 = to.y + NODE_HEIGHT / 2 + (incoming.get(link) ?? 0);
    const middle = (x1 + x2) / 2;
    return { link, thickness: thickness(length), path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}` };
  });
}
