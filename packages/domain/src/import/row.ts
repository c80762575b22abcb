import type { Finding, FormDefinition, ReporterKind } from '../form.ts';
import { checkForm, checkTexts, type FormContext } from '../form-check.ts';
import { medians, type Past } from '../past-check.ts';
import { periodBefore } from '../period.ts';
import { tidy } from './numbers.ts';
import { parseAddress } from './sheet.ts';
import { decidedUnits, signature, type ImportDecisions } from './decisions.ts';
import { unitMatcher, type UnitEntry, type UnitMatch } from './units.ts';

export interface ImportRow {
  sheet: string;
  /** 1-based. */
  row: number;
  unitText: string | null;
  unit: { code: string; name: string } | null;
  outcome: 'accepted' | 'rejected' | 'confirm' | 'ignored';
  /** Field codes to numbers, text codes to texts. */
  values: Record<string, number | string>;
  /** Fields that the file has a place for in which nothing stands; absent when there are none. */
  blank?: string[];
  findings: Finding[];
}

export interface ImportSetting {
  form: FormDefinition;
  units: readonly UnitEntry[];
  /** Facts about a unit for a period. */
  contextOf: (unitCode: string, period: string) => FormContext;
  fileName: string;
  /** The period that the caller chose. */
  period?: string;
  /** Codes of the units that the caller may hand in for; all when absent. */
  scope?: readonly string[];
  decisions?: ImportDecisions;
  /** Told every so many rows how many were read (`rows`) or judged (`check`). */
  progress?: (step: 'rows' | 'check', done: number, total: number) => void;
  /** What was handed in; without it nothing is compared with the past. */
  past?: {
    /** Values by unit code. */
    handedIn: (period: string) => Readonly<Record<string, Record<string, number>>>;
    kindOf: (unitCode: string) => ReporterKind | null;
  };
}

/** What a layout found for one unit, before it is judged. */
export interface RawRow {
  sheet: string;
  row: number;
  /** It is the whole file: what is said of it names no row. */
  whole?: true;
  unitText: string;
  unitCell: string | null;
  values: Record<string, number | string>;
  /** Address of each field's cell. */
  cells: Record<string, string>;
  findings: Finding[];
  /** What stands in each field's cell; blank also where the field has a label and no cell with a value. */
  stood: Record<string, string>;
}

/** Where a unit stands, and as what. */
export type UnitPlace = Pick<RawRow, 'row' | 'unitText' | 'unitCell' | 'whole'>;

const WHERE = '，请写在标题、落款或文件名中，或在该单位的填报页面上传';

type Decided = { kind: 'decided'; unit: UnitEntry; by: string };
type MatchUnit = (text: string) => UnitMatch | Decided;

/** What a person said that a text means comes before what it is like. */
export function matcher({ units, decisions }: Pick<ImportSetting, 'units' | 'decisions'>): MatchUnit {
  const match = unitMatcher(units);
  const decided = decidedUnits(decisions?.units ?? []);
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return (text) => {
    const decision = decided.get(tidy(text));
    const unit = byCode.get(decision?.unit ?? '');
    return decision && unit ? { kind: 'decided', unit, by: signature(decision) } : match(text);
  };
}

/** Rows between two words of progress. */
export const PROGRESS_ROWS = 500;

/** Judges rows: which unit, may the caller hand in for it, does it stand once, do the values fit together. */
export function judgeRows(raw: RawRow[], setting: ImportSetting, period: string): ImportRow[] {
  const match = matcher(setting);
  // Finding names that are alike takes longer than all other checks.
  const matched = raw.map((row, index) => {
    if (index % PROGRESS_ROWS === 0) setting.progress?.('check', index, raw.length);
    return { row, ...matchUnit(row, match, setting) };
  });
  const times = Map.groupBy(matched, ({ unit }) => unit?.code);
  const pastOf = comparison(matched, setting, period);
  return matched.map(({ row, unit, findings: unitFindings }) => {
    const findings = [...unitFindings, ...row.findings];
    const same = unit ? (times.get(unit.code) ?? []) : [];
    if (unit && same.length > 1) {
      const severalSheets = new Set(same.map((each) => each.row.sheet)).size > 1;
      const places = same
        .map((each) => (severalSheets ? `“${each.row.sheet}”` : '') + `第${each.row.row}行`)
        .join('、');
      const detail = `“${unit.name}”出现 ${same.length} 次（${places}），请只保留一处`;
      findings.unshift(about(row, 'error', 'unit_duplicate', detail));
    }
    // What the caller may not hand in is not judged either: the judgement tells of another unit's past.
    const mayHandIn = unit !== null && !findings.some(({ code }) => code === 'unit_scope');
    if (mayHandIn && !Object.values(row.values).some((value) => typeof value === 'number') && !hasError(findings))
      findings.push(about(row, 'error', 'row_empty', `“${unit.name}”没有填写任何指标`));
    if (mayHandIn)
      findings.push(...together(row, setting, { ...setting.contextOf(unit.code, period), ...pastOf(unit.code) }));
    const blank = blanksOf(row);
    return {
      sheet: row.sheet,
      row: row.row,
      unitText: row.unitText,
      unit: unit ? { code: unit.code, name: unit.name } : null,
      outcome: outcomeOf(findings),
      values: row.values,
      ...(blank.length > 0 ? { blank } : {}),
      findings,
    };
  });
}

/** A unit's last report and the medians of its kind: of this file's rows, and of units that handed in otherwise. */
function comparison(
  matched: { row: RawRow; unit: UnitEntry | null }[],
  { past }: ImportSetting,
  period: string,
): (unitCode: string) => { past?: Past } {
  if (!past) return () => ({});
  const inFile = Object.fromEntries(matched.flatMap(({ row, unit }) => (unit ? [[unit.code, numbersOf(row)]] : [])));
  const reports = Object.entries({ ...past.handedIn(period), ...inFile });
  const peers = new Map(
    [...Map.groupBy(reports, ([unit]) => past.kindOf(unit))].map(([kind, own]) => [
      kind,
      medians(own.map(([, values]) => values)),
    ]),
  );
  const before = past.handedIn(periodBefore(period));
  return (unit) => ({ past: { previous: before[unit] ?? null, peers: peers.get(past.kindOf(unit)) ?? {} } });
}

function numbersOf({ values }: RawRow): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((each): each is [string, number] => typeof each[1] === 'number'),
  );
}

function blanksOf({ values, stood }: RawRow): string[] {
  return Object.keys(stood).filter((code) => stood[code] === '' && values[code] === undefined);
}

const hasError = (findings: Finding[]): boolean => findings.some(({ level }) => level === 'error');

export function outcomeOf(findings: Finding[]): 'accepted' | 'rejected' | 'confirm' {
  if (hasError(findings)) return 'rejected';
  return findings.some(({ level }) => level === 'confirm') ? 'confirm' : 'accepted';
}

function about(row: UnitPlace, level: Finding['level'], code: string, detail: string): Finding {
  return {
    level,
    code,
    cell: row.unitCell,
    field: null,
    text: row.unitText,
    readsAs: null,
    detail: row.whole ? detail : `第${row.row}行：${detail}`,
  };
}

/** Which unit a row is of; where it says none, the one that the file is said to be for. */
export function matchUnit(
  row: UnitPlace,
  match: MatchUnit,
  { scope, units, decisions }: Pick<ImportSetting, 'scope' | 'units' | 'decisions'>,
): { unit: UnitEntry | null; findings: Finding[] } {
  const meant = decisions?.unit === undefined ? undefined : units.find(({ code }) => code === decisions.unit);
  const found =
    row.unitText === '' && meant ? ({ kind: 'decided', unit: meant, by: '' } as const) : match(row.unitText);
  switch (found.kind) {
    case 'unknown': {
      const hint = found.suggestions.length > 0 ? `，是否为：${found.suggestions.join('、')}` : '';
      const what =
        row.unitText === '' ? `没有写明填报单位${row.whole ? WHERE : ''}` : `不认识单位“${row.unitText}”${hint}`;
      return { unit: null, findings: [about(row, 'error', 'unit_unknown', what)] };
    }
    case 'ambiguous':
      return {
        unit: null,
        findings: [about(row, 'error', 'unit_ambiguous', `“${row.unitText}”可能是${found.units.join('或')}，请写全称`)],
      };
    case 'decided':
    case 'unit': {
      const { unit } = found;
      if (!unit.reports)
        return { unit: null, findings: [about(row, 'error', 'unit_unknown', `“${unit.name}”不是填报单位`)] };
      if (scope && !scope.includes(unit.code))
        return { unit, findings: [about(row, 'error', 'unit_scope', `您不能为“${unit.name}”报送`)] };
      if (meant && meant.code !== unit.code) {
        const detail = `文件写的是“${unit.name}”，这里要的是“${meant.name}”的材料，请核对文件`;
        return { unit, findings: [about(row, 'error', 'unit_other', detail)] };
      }
      return { unit, findings: aboutMatch(row, found) };
    }
  }
}

/** Units that were not found by their present name. */
function aboutMatch(row: UnitPlace, found: Decided | { kind: 'unit'; unit: UnitEntry; oldName: boolean }) {
  const { name } = found.unit;
  if (found.kind === 'decided' && row.unitText === '') return [];
  if (found.kind === 'decided')
    return [about(row, 'warning', 'unit_decided', `“${row.unitText}”由导入人认定为“${name}”${found.by}`)];
  return found.oldName ? [about(row, 'warning', 'old_name', `“${row.unitText}”是旧名，已按“${name}”导入`)] : [];
}

/** In a form's sheet the row is the unit's and the cell is elsewhere. */
function place(row: number, cell: string | null): string {
  if (cell === null) return `第${row}行`;
  return parseAddress(cell)?.row === row - 1 ? `第${row}行（${cell}）` : cell;
}

/** Rules over several fields, with the cell of the field that they are about. Limits of single values were judged before. */
function together(row: RawRow, { form }: ImportSetting, context: FormContext): Finding[] {
  const numbers = numbersOf(row);
  const texts = Object.fromEntries(
    Object.entries(row.values).filter(([, value]) => typeof value === 'string'),
  ) as Record<string, string>;
  // A workbook has no place for evidence: its absence is said where it can be added, at the submission.
  const found = checkForm(form, numbers, context).filter(
    // What the file does not have may stand in the report already: that is judged with it.
    ({ code }) => code !== 'evidence_missing' && code !== 'required_missing',
  );
  return [...found, ...checkTexts(form, texts)].map((each) => {
    const cell = each.field === null ? null : (row.cells[each.field] ?? null);
    // A line of text may hold several values, so only numbers are shown as they stood.
    const isNumber = each.field !== null && numbers[each.field] !== undefined;
    const text = isNumber ? (row.stood[each.field ?? ''] ?? null) : null;
    return { ...each, cell, text, detail: `${place(row.row, cell)}：${each.detail}` };
  });
}
