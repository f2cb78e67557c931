import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { usePrefersReducedMotion } from '@/lib/media';
import { fenToLength, formatYuan } from '@/lib/money';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, CanvasRenderer]);

interface Props {
  label: string;
  categories: string[];
  series: { name: string; color: string; values: bigint[] }[];
}

/** Horizontal stacked bars of amounts. Lengths are Numbers; every text is made from the bigint. */
export default function StackedBars({ label, categories, series }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const still = usePrefersReducedMotion();
  const { t, i18n } = useTranslation();
  const chinese = i18n.language.startsWith('zh');

  useEffect(() => {
    const host = element.current;
    if (!host) return;
    const chart = init(host);
    chart.on('finished', () => {
      host.dataset.drawn = 'true';
    });
    // Axis ticks are round numbers of the drawing, not amounts of anybody's money.
    const tick = (yuan: number) =>
      !chinese
        ? t('unit.millionTick', { number: yuan / 1_000_000 })
        : yuan >= 100_000_000
          ? t('unit.yiTick', { number: yuan / 100_000_000 })
          : t('unit.wanTick', { number: yuan / 10_000 });
    const narrow = host.clientWidth < 560;
    chart.setOption({
      animation: !still,
      // richText: the HTML tooltip writes style attributes, which the content policy forbids.
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        renderMode: 'richText',
        confine: true,
        formatter: (points: { dataIndex: number }[]) => {
          const at = points[0]?.dataIndex ?? 0;
          const lines = series.map(
            (each) => `${each.name}  ${t('unit.amount', { amount: formatYuan(each.values[at] ?? 0n) })}`,
          );
          return [categories[at] ?? '', ...lines].join('\n');
        },
      },
      legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: '#1c2430' } },
      grid: { top: narrow ? 64 : 34, left: 8, right: 24, bottom: 4, containLabel: true },
      textStyle: { fontFamily: getComputedStyle(host).fontFamily },
      aria: { enabled: true, label: { description: label } },
      xAxis: {
        type: 'value',
        axisLabel: { formatter: tick, color: '#55606e', hideOverlap: true },
        splitNumber: narrow ? 3 : 5,
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: categories,
        axisTick: { show: false },
        axisLabel: { color: '#1c2430', width: narrow ? 90 : 180, overflow: 'truncate' },
      },
      series: series.map((each) => ({
        type: 'bar',
        stack: 'money',
        name: each.name,
        color: each.color,
        barMaxWidth: 22,
        data: each.values.map((fen) => fenToLength(fen)),
      })),
    });
    const observer = new ResizeObserver(() => {
      // Only a new size is drawn again; the first report tells the size the chart was made with.
      if (chart.getWidth() !== host.clientWidth || chart.getHeight() !== host.clientHeight) chart.resize();
    });
    observer.observe(host);
    return () => {
      observer.disconnect();
      chart.dispose();
      delete host.dataset.drawn;
    };
  }, [label, categories, series, still, t, chinese]);

  return <div ref={element} role="img" aria-label={label} style={{ height: '100%' }} />;
}
