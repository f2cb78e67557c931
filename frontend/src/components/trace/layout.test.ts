import { describe, expect, test } from 'vitest';
import { trace } from '@/testing/fakeApi';
import { columnsOf, layoutTrace, NODE_HEIGHT, related } from './layout';

describe('columns', () => {
  test('run from document to payee', () => {
    const column = columnsOf(trace);
    expect(Object.fromEntries(column)).toMatchObject({ d: 0, a: 1, e1: 2, l: 2, c1: 3, y1: 4, z: 5 });
  });
  test('end even when links run in a circle or to nodes that are not there', () => {
    const column = columnsOf({
      nodes: trace.nodes.slice(0, 2),
      links: [
        { from: 'd', to: 'a', amountFen: '1' },
        { from: 'a', to: 'd', amountFen: '1' },
        { from: 'a', to: 'gone', amountFen: '1' },
      ],
    });
    expect(column.size).toBe(2);
  });
});

describe('layout', () => {
  test.each([600, 1000, 1500])('boxes do not overlap at %s px', (available) => {
    const { nodes, nodeWidth, width } = layoutTrace(trace, available);
    expect(nodes).toHaveLength(trace.nodes.length);
    for (const a of nodes) {
      expect(a.x + nodeWidth).toBeLessThanOrEqual(width);
      for (const b of nodes)
        if (a !== b)
          expect(
            a.x + nodeWidth <= b.x || b.x + nodeWidth <= a.x || a.y + NODE_HEIGHT <= b.y || b.y + NODE_HEIGHT <= a.y,
          ).toBe(true);
    }
  });
  test('bands are as thick as their money', () => {
    const { links } = layoutTrace(trace, 1000);
    const of = (from: string, to: string) => links.find((each) => each.link.from === from && each.link.to === to);
    expect(of('d', 'a')?.thickness).toBeGreaterThan(of('l', 'c2')?.thickness ?? 0);
    expect(of('l', 'c2')?.thickness).toBeGreaterThan(of('l', 'c1')?.thickness ?? 0);
  });
  test('one box alone is a trace too', () => {
    const { nodes, links, columns } = layoutTrace({ nodes: trace.nodes.slice(0, 1), links: [] }, 800);
    expect([nodes.length, links.length, columns.length]).toEqual([1, 0, 1]);
  });
});

test('what is related is upstream and downstream, not beside', () => {
  expect(related(trace.links, 'c1')).toEqual(new Set(['c1', 'l', 'a', 'd', 'y1', 'z']));
});
