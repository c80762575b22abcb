import { quoted } from '../form.ts';
import { noDecisions, type ImportDecisions } from './decisions.ts';
import { labelsOf } from './form-labels.ts';
import { isCurrentFigure, isPlainHeader, isUnitHeader } from './header.ts';
import { tidy } from './numbers.ts';
import { ImportRefused } from './refused.ts';
import type { ImportSetting } from './row.ts';
import { totalWord } from './totals.ts';
import { unitMatcher } from './units.ts';

/**
 * What people may decide: each thing once, and a text only to mean what it does not mean already. What was learned from a
 * wrong one would go on in every later file.
 * @param texts all that stands in the file, as it was sent and as it was mended
 * @throws ImportRefused decision_invalid
 */
export function checkDecisions(texts: () => string[], setting: ImportSetting): void {
  const { cells, units, headers, skipped = [] } = setting.decisions ?? noDecisions;
  refuseTwice(
    cells.map(({ sheet, cell }) => ({ key: `${sheet} ${cell}`, words: `单元格 ${cell}` })),
    '的改正',
  );
  refuseTwice(
    skipped.map(({ sheet, row }) => ({ key: `${sheet} ${row}`, words: `第 ${row} 行` })),
    '的排除',
  );
  refuseTwice(units.map(wordsOf), '的认定');
  refuseTwice(headers.map(wordsOf), '的认定');
  if (units.length + headers.length === 0) return;
  const tidied = texts().map(tidy);
  checkHeaders(headers, new Set(tidied), setting);
  checkUnits(units, tidied, setting);
}

const wordsOf = ({ text }: { text: string }) => ({ key: tidy(text), words: quoted(text) });

function refuseTwice(all: { key: string; words: string }[], what: string): void {
  const seen = new Set<string>();
  for (const { key, words } of all) {
    if (seen.has(key)) throw new ImportRefused('decision_invalid', `${words}${what}出现两次，请只保留一处`);
    seen.add(key);
  }
}

function checkHeaders(headers: ImportDecisions['headers'], texts: ReadonlySet<string>, { form }: ImportSetting): void {
  if (headers.length === 0) return;
  const labels = labelsOf(form);
  for (const { text, field } of headers) {
    const means = labels.field(text);
    if (means && means.code !== field)
      throw new ImportRefused(
        'decision_invalid',
        `${quoted(text)}就是指标${quoted(means.label)}的写法，不能认定为别的指标`,
      );
    if (isReserved(text) || isCurrentFigure(text) || labels.key(text) !== null)
      throw new ImportRefused('decision_invalid', `${quoted(text)}在报表中另有含义，不能认定为指标`);
    if (!texts.has(tidy(text))) throw new ImportRefused('decision_invalid', `文件中没有写作${quoted(text)}的表头`);
  }
}

function checkUnits(units: ImportDecisions['units'], texts: string[], setting: ImportSetting): void {
  if (units.length === 0) return;
  const match = unitMatcher(setting.units);
  for (const { text, unit } of units) {
    const means = match(text);
    if (means.kind === 'unit' && means.unit.code !== unit)
      throw new ImportRefused(
        'decision_invalid',
        `${quoted(text)}就是单位“${means.unit.name}”的写法，不能认定为别的单位；行中单位有误的，请改正单元格`,
      );
    if (isReserved(text))
      throw new ImportRefused('decision_invalid', `${quoted(text)}在报表中另有含义，不能认定为单位`);
    const wanted = tidy(text);
    if (!texts.some((each) => each.includes(wanted)))
      throw new ImportRefused('decision_invalid', `文件中没有写作${quoted(text)}的单位`);
  }
}

/** Words of the table itself. */
function isReserved(text: string): boolean {
  return isPlainHeader(text) || isUnitHeader(text) || totalWord(text) !== null;
}
