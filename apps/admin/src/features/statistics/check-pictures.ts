import type { ComplianceCheck, Pictures } from '@nuanxin/client';
import { number, percent, periodOfYear } from '../../shared/format.ts';
import { common } from '../../texts/common.ts';
import { pictureTexts } from '../../texts/pictures.ts';
import { BAR, heightOf, lampParts, rateBars, stackedBars } from './bars.ts';
import type { Picture } from './picture.ts';

const codes = ['fine', 'pending', 'failing'] as const;
const colours = { fine: 'green', pending: 'amber', failing: 'red' } as const;

/** What each check of 合规检查 came to: shares of what it judged, since one judges sites and another units. */
export function checksPicture(year: number, checks: readonly ComplianceCheck[]): Picture {
  const t = pictureTexts.checks;
  const { parts, legend } = lampParts(codes, colours, t);
  const judged = checks
    .filter(({ enabled, checked, unjudged }) => enabled && checked + unjudged > 0)
    .map((each) => ({ ...each, counts: [each.checked - each.failing - each.pending, each.pending, each.failing] }));
  const bars = judged.map(({ title, counts, checked, unjudged }) => ({
    label: title,
    end: t.end(checked, unjudged),
    counts,
  }));
  const list = (check?: string, state?: string) => ({
    path: '/compliance',
    query: { year: String(year), ...(check && { check }), ...(state && { state }) },
  });
  const led = (count: number, check: string, state: string) =>
    count === 0 ? '0' : { text: number(count), to: list(check, state) };
  return {
    title: t.title,
    note: t.note,
    empty: t.empty,
    drawing: stackedBars(bars, parts, { shares: true, left: 132, right: 84 }),
    height: heightOf(bars),
    legend,
    words: t.words(
      judged.map(({ title, checked, counts }) =>
        t.line(
          title,
          checked,
          codes.map((code, at) => t.part(t.parts[code], counts[at] ?? 0)),
        ),
      ),
    ),
    head: t.head,
    lines: judged.map(({ code, title, checked, counts: [fine = 0], pending, failing, unjudged }) => [
      { text: title, to: list(code) },
      number(checked),
      number(fine),
      led(pending, code, 'pending'),
      led(failing, code, 'failing'),
      led(unjudged, code, 'unjudged'),
    ]),
    link: { to: list(), text: t.link },
  };
}

/** Fields from which a rate is: where its numerator is looked up. */
const fieldOf: Record<string, string> = { C4: 'F0604', C5: 'F0203', C6: 'F0509', C7: 'F0202' };
const checkOf: Record<string, string> = { C1: 'logo', C2: 'boards', C3: 'boards' };

/** The rates C1–C9 of the year so far, each with both of its numbers. */
export function ratesPicture({ year, period, rates, task }: Pictures, basis: string): Picture {
  const t = pictureTexts.rates;
  const table = (field?: string) => ({
    path: '/statistics',
    query: {
      year: String(year),
      quarter: period.slice(-1),
      span: 'year_to_date',
      ...(basis !== 'handed_in' && { basis }),
      ...(field && { field }),
    },
  });
  const source = (code: string) => {
    if (fieldOf[code]) return table(fieldOf[code]);
    if (checkOf[code]) return { path: '/compliance', query: { year: String(year), check: checkOf[code] } };
    if (code === 'C8') return { path: '/problems', query: { year: String(year) } };
    return { path: '/tasks', query: { year: String(year), view: 'obligations', of: task.code } };
  };
  return {
    title: t.title,
    note: t.note(periodOfYear(period)),
    empty: t.empty,
    drawing: rateBars(
      rates.map(({ code, label, rate, numerator, denominator }) => ({
        label: t.label(code, label),
        end: t.end(rate, numerator, denominator),
        rate,
      })),
    ),
    height: rates.length * (BAR - 14) + 8,
    words: t.words(rates.map(({ label, rate }) => t.line(label, rate))),
    head: t.head,
    lines: rates.map(({ code, label, formula, numerator, denominator, rate }) => [
      { text: t.label(code, label), to: source(code) },
      formula,
      numerator === null ? common.none : number(numerator),
      denominator === null ? common.none : number(denominator),
      percent(rate) || common.none,
    ]),
    link: { to: table(), text: t.link },
  };
}
