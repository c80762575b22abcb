import type { Pictures } from '@nuanxin/client';
import { periodRange, recordKind, wordsOf } from '@nuanxin/domain';
import { number } from '../../shared/format.ts';
import { recordsLink } from '../../shared/records-link.ts';
import { pictureTexts } from '../../texts/pictures.ts';
import { heightOf, stackedBars, tint } from './bars.ts';
import type { Picture, PictureCell, Span } from './picture.ts';

const t = pictureTexts.channels;
const kind = recordKind('publications');
const words = (code: string): [string, string][] => {
  const field = kind.fields.find((each) => each.code === code);
  return field ? Object.entries(wordsOf(field)) : [];
};
const carriers = words('carrier');
const levels = words('level');
/** The higher the level the deeper, never so deep that the number in it could not be read. */
const depths = [0.12, 0.22, 0.34, 0.46];

/** What was written for whom: items of publicity by carrier, in the order in which carriers are offered, and level (R45, R47). */
export function channelPicture({ publications }: Pictures, { year, quarters, when }: Span): Picture {
  const within = publications.filter(({ period }) => quarters.includes(period));
  const { from } = periodRange(quarters[0] ?? '');
  const { to } = periodRange(quarters.at(-1) ?? '');
  const list = (match: string[]) => recordsLink({ kind: kind.code, from, to, match }, String(year));
  const count = (of: Pictures['publications'], key: 'adopted' | 'other'): number =>
    of.reduce((sum, each) => sum + each[key], 0);
  const all = (of: Pictures['publications']): number => count(of, 'adopted') + count(of, 'other');
  const cell = (value: number, match: string[]): PictureCell =>
    value === 0 ? '0' : { text: number(value), to: list(match) };
  const rows = carriers.flatMap(([carrier, label]) => {
    const own = within.filter((each) => each.carrier === carrier);
    if (own.length === 0) return [];
    const counts = levels.map(([level]) => all(own.filter((each) => each.level === level)));
    return [{ carrier, label, counts, total: all(own), adopted: count(own, 'adopted') }];
  });
  const bars = rows.map(({ label, counts, total, adopted }) => ({ label, end: t.end(total, adopted), counts }));
  return {
    title: t.title,
    note: t.note,
    empty: t.empty,
    drawing: stackedBars(
      bars,
      levels.map(([level, word], at) => ({
        sign: t.signs[level] ?? word,
        word,
        fill: tint(depths[at] ?? 0.46),
        line: 'var(--accent)',
      })),
      { left: 84, right: 92 },
    ),
    height: heightOf(bars),
    legend: levels.map(([level, word]) => ({ sign: t.signs[level] ?? word, word })),
    words: t.words(
      when,
      rows.map(({ label, total, counts, adopted }) =>
        t.line(
          label,
          total,
          levels.flatMap(([, word], at) => (counts[at] ? [t.part(word, counts[at])] : [])),
          adopted,
        ),
      ),
    ),
    head: [t.carrier, ...levels.map(([, word]) => word), t.total, t.adopted],
    lines: rows.map(({ carrier, label, counts, total, adopted }) => [
      label,
      ...counts.map((value, at) => cell(value, [`carrier:${carrier}`, `level:${levels[at]?.[0]}`])),
      cell(total, [`carrier:${carrier}`]),
      number(adopted),
    ]),
    link: { to: list([]), text: t.link },
  };
}
