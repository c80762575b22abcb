import { checkTexts, finding } from '../form-check.ts';
import { quoted, type Finding, type FormDefinition, type FormText } from '../form.ts';
import { findMobiles } from '../personal-info.ts';
import { SUMMARY_SHEET, type DocumentData } from './document.ts';
import { agreed, doubts, nameOf, statedIn, statedInName } from './find-period.ts';
import { tidy } from './numbers.ts';
import { ImportRefused } from './refused.ts';
import { matcher, matchUnit, outcomeOf, type ImportRow, type ImportSetting, type RawRow } from './row.ts';
import { frameOf, unitNamed, unitsInName } from './summary-frame.ts';
import { lineReader, partsOf } from './summary-headings.ts';
import { splitSummary } from './summary-parts.ts';

/**
 * A work summary (工作小结) becomes one row with the texts of the form's parts. Title and signature belong to none of them,
 * everything else does: what has no place of its own stays behind the part before it, and is told.
 * @throws ImportRefused period_unknown, period_mismatch, cell_unknown
 */
export function readSummary(document: DocumentData, setting: ImportSetting): { period: string; row: ImportRow } {
  const { form, fileName, decisions } = setting;
  if (decisions && decisions.cells.length > 0)
    throw new ImportRefused('cell_unknown', '工作小结中没有单元格，请在文档中改正后重新导入');
  const isUnit = unitTexts(setting);
  const read = lineReader(form);
  const lines = document.paragraphs
    .flatMap((paragraph) => paragraph.split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(read);
  const { head, body, signature } = frameOf(lines, isUnit);
  const title = head.map((text) => ({ text, place: '标题' }));
  const period = agreed([statedIn(title, setting.period), statedInName(fileName)], setting.period);

  const titles = [head.join(''), ...head].map((text) => unitNamed(text, isUnit)).filter((text) => text !== '');
  const named = [
    ...[titles.find(isUnit) ?? titles[0] ?? ''].map((text) => ({ place: '标题', text })),
    ...signature.map((text) => ({ place: '落款', text })),
    ...unitsInName(fileName, isUnit).map((text) => ({ place: '文件名', text })),
  ].filter(({ text }) => text !== '');
  const { unit, unitText, findings } = unitOf(named, isUnit, setting);
  const { values, findings: ofParts } =
    document.format === 'doc' ? { values: {}, findings: [notExtracted()] } : splitSummary(body, form);
  const said = [...title.map((each) => ({ ...each, cell: null })), nameOf(fileName)];
  findings.push(...aboutTexts(form, values), ...ofParts, ...doubts(said, period));
  if (document.notes)
    findings.push(finding('warning', 'notes_left_out', null, '文档中的脚注、尾注没有提取，只在原文件中'));
  const whole = [fileName, ...document.paragraphs, ...document.rest];
  if (!findings.some(({ code }) => code === 'mobile_number') && whole.some((text) => findMobiles(text).length > 0))
    findings.push(finding('warning', 'mobile_number', null, '文档中有手机号码，建议改填办公电话'));
  return {
    period,
    row: { sheet: SUMMARY_SHEET, row: 1, unitText, unit, outcome: outcomeOf(findings), values, findings },
  };
}

/** Whether a text means a unit, exactly. */
function unitTexts({ units, decisions }: ImportSetting): (text: string) => boolean {
  const texts = new Set([
    ...units.flatMap(({ name, aliases }) => [tidy(name), ...aliases.map((alias) => tidy(alias.text))]),
    ...(decisions?.units ?? []).map(({ text }) => tidy(text)),
  ]);
  return (text) => texts.has(tidy(text));
}

const wholeFile: Omit<RawRow, 'unitText'> = {
  sheet: SUMMARY_SHEET,
  row: 1,
  whole: true,
  unitCell: null,
  values: {},
  cells: {},
  findings: [],
  stood: {},
};

interface Named {
  place: string;
  text: string;
}

/** The unit that title, signature and file name agree on; the one that the file is said to be for, where they name none. */
function unitOf(
  named: Named[],
  isUnit: (text: string) => boolean,
  setting: ImportSetting,
): Pick<ImportRow, 'unit' | 'unitText' | 'findings'> {
  const match = matcher(setting);
  const judge = (unitText: string, ...more: Finding[]) => {
    const { unit, findings } = matchUnit({ ...wholeFile, unitText }, match, setting);
    return { unit: unit && { code: unit.code, name: unit.name }, unitText, findings: [...findings, ...more] };
  };
  const known = named.filter(({ text }) => isUnit(text));
  const unknown = named.find(({ text }) => !isUnit(text));
  const meant = setting.units.find(({ code }) => code === setting.decisions?.unit);
  // A title that names a unit which nobody knows is not mended by the name of the file.
  if (!meant && unknown && (known.length === 0 || unknown.place === '标题')) return judge(unknown.text);
  const [first] = known;
  if (!first) return judge('', ...(meant && unknown ? [given(unknown, meant.name)] : []));
  const units = known.flatMap(({ place, text }) => {
    const found = match(text);
    return 'unit' in found ? [{ place, unit: found.unit }] : [];
  });
  const [one] = units;
  const other = units.find(({ unit }) => unit.code !== one?.unit.code);
  if (!one || !other) return judge(first.text);
  const detail = `${one.place}写的是“${one.unit.name}”，${other.place}写的是“${other.unit.name}”，请改为一致后重新导入`;
  return { unit: null, unitText: first.text, findings: [finding('error', 'unit_conflict', null, detail)] };
}

function given({ place, text }: Named, unit: string): Finding {
  const detail = `${place}中的“${text}”不是已知的单位名称，按“${unit}”导入`;
  return { ...finding('warning', 'unit_given', null, detail), text };
}

/** Checks of the form; how long a text is, is told with its number. */
function aboutTexts(form: FormDefinition, values: Record<string, string>): Finding[] {
  const parts = new Map(partsOf(form).map((part) => [part.code, part]));
  return checkTexts(form, values).map((each) => {
    const part = parts.get(each.field ?? '');
    return each.code === 'too_long' && part ? { ...each, detail: tooLong(part, values[part.code] ?? '') } : each;
  });
}

function tooLong({ label, maxLength }: FormText, text: string): string {
  return `${quoted(label)}有 ${text.length} 个字，不能超过 ${maxLength} 个字，请精简后重新导入`;
}

function notExtracted(): Finding {
  const detail = '.doc、.wps 文件只作为附件保存，文字没有提取；请另存为 .docx 后重新导入，或在页面上填写';
  return finding('warning', 'text_not_extracted', null, detail);
}
