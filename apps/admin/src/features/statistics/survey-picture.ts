import type { Pictures } from '@nuanxin/client';
import { number, percent } from '../../shared/format.ts';
import { recordsLink } from '../../shared/records-link.ts';
import { common } from '../../texts/common.ts';
import { pictureTexts } from '../../texts/pictures.ts';
import type { Picture } from './picture.ts';

const t = pictureTexts.surveys;
const MONTH = 28 * 86_400_000;
const codes = ['awareness', 'satisfaction'] as const;
/** Lines are told apart by how they are drawn. */
const drawn = {
  awareness: { symbol: 'circle', type: 'solid' },
  satisfaction: { symbol: 'triangle', type: 'dashed' },
} as const;

/** The number of the higher point stands above it, of the lower one below. */
function isAbove(survey: Pictures['surveys'][number], code: (typeof codes)[number]): boolean {
  const { awareness, satisfaction } = survey;
  return (awareness ?? 0) >= (satisfaction ?? 0) === (code === 'awareness');
}

/** What surveys of one area found in the course of the year (R4, R18; notes §2.8). */
export function surveyPicture({ year, surveys }: Pictures, area: { code: string; name: string } | undefined): Picture {
  const own = surveys.filter(({ unit }) => unit.code === area?.code);
  const rates = own.flatMap((each) => codes.flatMap((code) => each[code] ?? []));
  // Room for the numbers; the axis says where it begins.
  const lowest = Math.max(0, Math.floor((Math.min(1, ...rates) - 0.1) * 10) / 10);
  return {
    title: t.title,
    note: t.note,
    empty: t.empty,
    drawing: {
      grid: { left: 48, right: 32, top: 16, bottom: 28 },
      xAxis: {
        type: 'time',
        min: `${year}-01-01`,
        max: `${year}-12-31`,
        minInterval: MONTH,
        axisLine: { lineStyle: { color: 'var(--line-strong)' } },
        axisTick: { show: false },
        axisLabel: {
          color: 'var(--ink-soft)',
          hideOverlap: true,
          formatter: (at: number) => t.month(new Date(at).getMonth() + 1),
        },
      },
      yAxis: {
        type: 'value',
        min: lowest,
        max: 1,
        interval: lowest < 0.5 ? 0.25 : 0.1,
        splitLine: { lineStyle: { color: 'var(--line)' } },
        axisLabel: { color: 'var(--ink-soft)', formatter: (value: number) => `${Math.round(value * 100)}%` },
      },
      series: codes.map((code) => ({
        type: 'line',
        name: t.labels[code],
        silent: true,
        symbol: drawn[code].symbol,
        symbolSize: 10,
        itemStyle: { color: 'var(--accent)' },
        lineStyle: { color: 'var(--accent)', width: 2, type: drawn[code].type },
        data: own.map((each) => ({
          value: [each.day, each[code] ?? '-'],
          label: { position: isAbove(each, code) ? 'top' : 'bottom' },
        })),
        label: {
          show: true,
          distance: 8,
          color: 'var(--ink)',
          formatter: ({ dataIndex }) => percent(own[dataIndex]?.[code] ?? null),
        },
        emphasis: { disabled: true },
      })),
    },
    height: 240,
    legend: codes.map((code) => ({ sign: t.signs[code], word: t.labels[code], tone: 'accent' })),
    words: t.words(
      area?.name ?? '',
      own.map(({ day, awareness, satisfaction }) => t.line(day, awareness, satisfaction)),
    ),
    head: t.head,
    lines: own.map(({ id, day, title, valid, awareness, satisfaction }) => [
      day,
      { text: title, to: recordsLink({ kind: 'surveys', record: id }, String(year)) },
      number(valid),
      percent(awareness) || common.none,
      percent(satisfaction) || common.none,
    ]),
    link: { to: recordsLink({ kind: 'surveys' }, String(year)), text: t.link },
  };
}
