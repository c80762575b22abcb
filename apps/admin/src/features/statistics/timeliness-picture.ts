import type { Pictures } from '@nuanxin/client';
import { number, percent, period as quarterName } from '../../shared/format.ts';
import { common } from '../../texts/common.ts';
import { pictureTexts } from '../../texts/pictures.ts';
import { heightOf, lampParts, stackedBars } from './bars.ts';
import type { Picture, PictureCell } from './picture.ts';

const t = pictureTexts.timeliness;
const codes = ['onTime', 'late', 'missing', 'open', 'exempt'] as const;
const colours = { onTime: 'green', late: 'amber', missing: 'red', open: 'grey', exempt: 'grey' } as const;
const { parts, legend } = lampParts(codes, colours, t);
/** Where a list shows just these. */
const statuses = { missing: 'overdue', open: 'open', exempt: 'exempt' } as const;

/** How many reports of each quarter came in time, late or not at all, and how much of them was filled in (R106). */
export function timelinessPicture({ year, task, quarters }: Pictures): Picture {
  const begun = quarters.filter(({ owed, exempt }) => owed + exempt > 0);
  const owedList = (period: string, status?: string) => ({
    path: '/tasks',
    query: { year: String(year), view: 'obligations', of: task.code, period, ...(status && { status }) },
  });
  const cell = (each: Pictures['quarters'][number], code: (typeof codes)[number]): PictureCell => {
    const text = number(each[code]);
    return each[code] === 0
      ? text
      : { text, to: owedList(each.period, code in statuses ? statuses[code as keyof typeof statuses] : undefined) };
  };
  const bars = quarters.map((each) => {
    const name = quarterName(each.period);
    const isBegun = begun.includes(each);
    return {
      label: isBegun ? t.label(name, each.owed) : `${name}\n${t.notBegun}`,
      end: isBegun ? t.end(each.timeliness, each.completeness) : '',
      counts: codes.map((code) => each[code]),
    };
  });
  return {
    title: t.title,
    note: t.note,
    empty: t.empty,
    drawing: stackedBars(bars, parts, { left: 84, right: 108 }),
    height: heightOf(bars),
    legend,
    words: t.words(
      year,
      begun.map((each) =>
        t.quarter(
          quarterName(each.period),
          each.owed,
          codes.map((code) => t.part(t.parts[code], each[code])),
          each.timeliness,
          each.completeness,
        ),
      ),
    ),
    head: t.head,
    lines: begun.map((each) => [
      { text: quarterName(each.period), to: owedList(each.period) },
      number(each.owed),
      ...codes.map((code) => cell(each, code)),
      each.returned > 0 ? { text: number(each.returned), to: owedList(each.period, 'returned') } : '0',
      percent(each.timeliness) || common.none,
      percent(each.completeness) || common.none,
    ]),
    link: { to: { path: '/tasks', query: { year: String(year), view: 'obligations', of: task.code } }, text: t.link },
  };
}
