import { number } from '../../shared/format.ts';
import type { Drawing } from './draw.ts';

/** One part of the bars: told by its sign, the colour only repeats it. */
export interface Part {
  sign: string;
  word: string;
  fill: string;
  line: string;
}

type Tone = 'green' | 'amber' | 'red' | 'grey';

/** Parts in the colours of the lamps, and the legend that tells them by their signs. */
export function lampParts<C extends string>(
  codes: readonly C[],
  tones: Record<C, Tone>,
  t: { signs: Record<C, string>; parts: Record<C, string> },
): { parts: Part[]; legend: { sign: string; word: string; tone: Tone }[] } {
  const each = codes.map((code) => ({ sign: t.signs[code], word: t.parts[code], tone: tones[code] }));
  return {
    parts: each.map(({ sign, word, tone }) => ({ sign, word, fill: `var(--${tone}-soft)`, line: `var(--${tone})` })),
    legend: each,
  };
}

export interface Bar {
  label: string;
  /** What stands at the other end. */
  end: string;
  /** One number a part. */
  counts: number[];
}

/** The accent, thinned until what stands in it can be read. */
export const tint = (depth: number): string =>
  `color-mix(in srgb, var(--accent) ${Math.round(depth * 100)}%, var(--paper))`;

export const BAR = 50;
/** No part is too short for its number. */
const LEAST = 24;
const axis = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: false } } as const;
const said = (color: string) => ({ color, lineHeight: 17 });

export const heightOf = (bars: readonly unknown[]): number => Math.max(1, bars.length) * BAR + 8;

/**
 * Pixels of each part of a bar: by its number, but wide enough for it to be read. What short ones get more the others have less, so
 * that the bar itself is as long as its sum says.
 */
export function lengthsOf(counts: readonly number[], length: number): number[] {
  const sum = counts.reduce((all, each) => all + each, 0);
  const isShort = (count: number): boolean => count > 0 && (count / sum) * length < LEAST;
  const short = counts.filter(isShort);
  const left = length - short.length * LEAST;
  const rest = sum - short.reduce((all, each) => all + each, 0);
  return counts.map((count) => (isShort(count) ? LEAST : rest === 0 ? 0 : (count / rest) * Math.max(0, left)));
}

/**
 * Lying bars of parts, each with its sign and number.
 * @param shares each bar is as long as all of it, whatever its number: for what is of different measure
 */
export function stackedBars(
  bars: readonly Bar[],
  parts: readonly Part[],
  { shares = false, left = 96, right = 150 }: { shares?: boolean; left?: number; right?: number } = {},
): (width: number) => Drawing {
  const sums = bars.map(({ counts }) => counts.reduce((sum, each) => sum + each, 0));
  const most = Math.max(1, ...sums);
  return (width) => {
    const whole = Math.max(LEAST, width - left - right);
    const lengths = bars.map(({ counts }, at) => lengthsOf(counts, shares ? whole : ((sums[at] ?? 0) / most) * whole));
    return drawnBars(bars, parts, lengths, { left, right, whole });
  };
}

function drawnBars(
  bars: readonly Bar[],
  parts: readonly Part[],
  lengths: readonly number[][],
  { left, right, whole }: { left: number; right: number; whole: number },
): Drawing {
  return {
    grid: { left, right, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false, min: 0, max: whole },
    yAxis: [
      {
        ...axis,
        type: 'category',
        inverse: true,
        data: bars.map(({ label }) => label),
        axisLabel: { ...said('var(--ink)'), width: left - 12, overflow: 'break' },
      },
      {
        ...axis,
        type: 'category',
        inverse: true,
        position: 'right',
        data: bars.map(({ end }) => end),
        axisLabel: { ...said('var(--ink-soft)'), width: right - 12, overflow: 'break' },
      },
    ],
    series: parts.map(({ sign, word, fill, line }, part) => ({
      type: 'bar',
      name: word,
      stack: 'all',
      silent: true,
      barWidth: 36,
      data: lengths.map((own) => own[part] || '-'),
      itemStyle: { color: fill, borderColor: line, borderWidth: 1 },
      emphasis: { disabled: true },
      label: {
        show: true,
        color: 'var(--ink)',
        lineHeight: 15,
        formatter: ({ dataIndex }) => `${sign}\n${number(bars[dataIndex]?.counts[part])}`,
      },
    })),
  };
}

/** Lying bars of rates from 0 to 1, with their words at the end; a rate that is not known has none. */
export function rateBars(rates: readonly { label: string; end: string; rate: number | null }[]): Drawing {
  const left = 136;
  const right = 168;
  return {
    grid: { left, right, top: 4, bottom: 4 },
    xAxis: { type: 'value', show: false, min: 0, max: Math.max(1, ...rates.map(({ rate }) => rate ?? 0)) },
    yAxis: [
      {
        ...axis,
        type: 'category',
        inverse: true,
        data: rates.map(({ label }) => label),
        axisLabel: { ...said('var(--ink)'), width: left - 12, overflow: 'break' },
      },
      {
        ...axis,
        type: 'category',
        inverse: true,
        position: 'right',
        data: rates.map(({ end }) => end),
        axisLabel: said('var(--ink)'),
      },
    ],
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 16,
        data: rates.map(({ rate }) => rate ?? '-'),
        showBackground: true,
        backgroundStyle: { color: 'var(--paper)', borderColor: 'var(--line-strong)', borderWidth: 1 },
        itemStyle: { color: tint(0.55), borderColor: 'var(--accent)', borderWidth: 1 },
        emphasis: { disabled: true },
      },
    ],
  };
}
