import {
  BarChart,
  HeatmapChart,
  LineChart,
  type BarSeriesOption,
  type HeatmapSeriesOption,
  type LineSeriesOption,
} from 'echarts/charts';
import {
  GridComponent,
  VisualMapComponent,
  type GridComponentOption,
  type VisualMapComponentOption,
} from 'echarts/components';
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, HeatmapChart, GridComponent, VisualMapComponent, SVGRenderer]);

export type Drawing = ComposeOption<
  BarSeriesOption | LineSeriesOption | HeatmapSeriesOption | GridComponentOption | VisualMapComponentOption
>;

/** What is drawn; where it depends on how wide it is, by that. */
export type Drawn = Drawing | ((width: number) => Drawing);

/** Pixels between the margins of a list's paper (`print.css`), and of two pictures beside each other on it. */
const PAPER = { whole: 996, half: 472 };

/**
 * Draws into an element. Colours are the page's own custom properties, which an SVG takes as they are: what is drawn follows
 * day, night and paper by itself. Nothing moves, and nothing waits for a pointer: the numbers stand in the picture.
 * @param paper how much of a sheet it gets
 */
export function drawIn(box: HTMLElement, paper: keyof typeof PAPER): { draw(drawn: Drawn): void; close(): void } {
  const chart: EChartsType = init(box, null, { renderer: 'svg' });
  const { fontFamily } = getComputedStyle(box);
  let current: Drawn = {};
  function fit(width: number | 'auto' = 'auto'): void {
    chart.resize({ width });
    const drawing = typeof current === 'function' ? current(chart.getWidth()) : current;
    const textStyle = { fontFamily, fontSize: 12, color: 'var(--ink)' };
    chart.setOption({ animation: false, textStyle, ...drawing }, true);
    const svg = box.querySelector('svg');
    // So that paper of another size may scale it to its own width.
    svg?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    // It is said in words by what it stands in.
    svg?.setAttribute('aria-hidden', 'true');
  }
  let width = box.clientWidth;
  const sizes = new ResizeObserver(() => {
    if (matchMedia('print').matches || box.clientWidth === 0 || box.clientWidth === width) return;
    width = box.clientWidth;
    fit();
  });
  sizes.observe(box);
  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('beforeprint', () => fit(PAPER[paper]), { signal });
  addEventListener('afterprint', () => fit(), { signal });
  return {
    draw(drawn) {
      current = drawn;
      fit();
    },
    close() {
      listening.abort();
      sizes.disconnect();
      chart.dispose();
    },
  };
}
