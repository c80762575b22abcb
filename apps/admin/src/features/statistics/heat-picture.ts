import type { Statistics } from '@nuanxin/client';
import { pictureTexts } from '../../texts/pictures.ts';
import type { Picture, Span } from './picture.ts';
import { saidOf } from './said.ts';

const t = pictureTexts.heat;

const LINE = 24;
/** Places for the names of units and fields. */
const UNITS = 112;
const RIGHT = 8;
/** What is left for the fields on a small screen. */
const NARROW = 700;
/** Deepest colour: what stands in it can still be read, on paper as well. */
const DEEPEST = 0.45;

/** Height of the names of fields, so that they stand above their columns on a small screen too. */
function headOf(fields: readonly { label: string }[]): number {
  const inLine = Math.max(1, Math.floor((NARROW / fields.length - 8) / 12));
  return Math.ceil(Math.max(0, ...fields.map(({ label }) => label.length)) / inLine) * 15 + 31;
}

/** Units by the fields of one section, each field measured by its own greatest value: no sums, and no places. */
export function heatPicture(
  { fields: all, rows: every }: Statistics,
  {
    section,
    units,
    group,
  }: { section: { code: string; title: string }; units: (code: string) => boolean; group: string },
  span: Span,
): Picture {
  const rows = every.filter(({ key }) => units(key));
  const fields = all.filter((each) => each.section === section.code && rows.some((row) => saidOf(row, each)));
  const said = rows.map((row) => fields.map((field) => saidOf(row, field)));
  const most = fields.map((_, at) => Math.max(0, ...said.map((line) => line[at]?.value ?? 0)));
  const cells = said.flatMap((line, y) =>
    line.map((cell, x) => {
      // Below what is coloured: no number, which is less than none.
      const { value = null, text = t.notOwed } = cell ?? {};
      return { value: [x, y, value === null ? -1 : value / (most[x] || 1)], text };
    }),
  );
  const lacking = said.flat().filter((cell) => cell?.value === null).length;
  const at = (query: Record<string, string>) => ({ path: '/statistics', query: { ...span.query, ...query } });
  const named = fields.map(({ label, measure }) => t.field(label, measure));
  /** The measure in a line of its own. */
  const heads = fields.map(({ label, measure }) => `${label}\n${measure}`);
  const head = headOf(fields);
  const text = { color: 'var(--ink)', lineHeight: 15 };
  const lines = { show: true, lineStyle: { color: 'var(--line)' } };
  return {
    title: t.title,
    note: t.note,
    empty: t.empty,
    drawing: (width) => ({
      grid: { left: UNITS, right: RIGHT, top: head, bottom: 4 },
      xAxis: {
        type: 'category',
        position: 'top',
        data: heads,
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: lines,
        axisLabel: { ...text, interval: 0, overflow: 'break', width: (width - UNITS - RIGHT) / fields.length - 8 },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ label }) => label),
        axisLine: { show: false },
        axisTick: { show: false },
        splitLine: lines,
        axisLabel: { ...text, interval: 0, width: 104, overflow: 'truncate' },
      },
      visualMap: {
        type: 'continuous',
        show: false,
        min: 0,
        max: 1,
        dimension: 2,
        inRange: { opacity: [0, DEEPEST] },
        outOfRange: { opacity: [0, 0] },
      },
      series: [
        {
          type: 'heatmap',
          silent: true,
          data: cells,
          itemStyle: { color: 'var(--accent)' },
          emphasis: { disabled: true },
          label: {
            show: true,
            color: 'var(--ink)',
            // Not as faint as what it stands in.
            opacity: 1,
            formatter: ({ dataIndex }) => cells[dataIndex]?.text ?? '',
          },
        },
      ],
    }),
    height: head + rows.length * LINE + 8,
    words: t.words(group, section.title, span.when, rows.length, named, lacking),
    head: [t.unit, ...named],
    lines: rows.map((row, y) => [
      row.label,
      ...fields.map((field, x) => {
        const cell = said[y]?.[x];
        return cell ? { text: cell.text, to: at({ by: 'unit', field: field.code, key: row.key }) } : t.notOwed;
      }),
    ]),
    link: { to: at({ by: 'unit', section: section.code }), text: t.link },
  };
}
