import {
  checkFigures,
  dateOf,
  isOpen,
  outcomeOf,
  quoted,
  withConfirmed,
  type Confirmed,
  type Finding,
  type FormDefinition,
  type ImportReading,
  type ImportRow,
} from '@nuanxin/domain';
import type { Target } from './facts.ts';

/** Codes of the findings that come from what is already there, not from the file: they are judged anew at each check. */
const own = new Set([
  'already_submitted',
  'already_accepted',
  'draft_exists',
  'text_differs',
  'nothing_owed',
  'not_open_yet',
  'differs_from_records',
]);

interface Judging {
  layout: ImportReading['layout'];
  period: string;
  form: FormDefinition;
  now: Date;
  confirmed: Confirmed[];
  /** What the records say, by unit code and field. */
  figures: Map<string, Record<string, number>>;
}

/**
 * Adds to each row what follows from the submission that its unit already has: an accepted one is never overwritten,
 * a handed-in one becomes its next revision once a person has confirmed it. What was confirmed is asked no more. A work
 * summary only fills in texts, so that all it asks about are texts that are there and others.
 */
export function againstSubmissions(rows: ImportRow[], targets: Map<string, Target>, judging: Judging): ImportRow[] {
  const judged = rows.map((row) => {
    if (row.outcome === 'ignored' || !row.unit || row.findings.some(({ code }) => code === 'unit_scope')) return row;
    const fromFile = row.findings.filter(({ code }) => !own.has(code));
    return {
      ...row,
      findings: [...fromFile, ...differences(row, judging), ...judge(row, targets.get(row.unit.code), judging)],
    };
  });
  return withConfirmed(judged, judging.confirmed).map((row) =>
    row.outcome === 'ignored' ? row : { ...row, outcome: outcomeOf(row.findings) },
  );
}

/** Figures that are not what the unit's records say. */
function differences(row: ImportRow, { form, figures }: Judging): Finding[] {
  const values = Object.fromEntries(
    Object.entries(row.values).filter((each): each is [string, number] => typeof each[1] === 'number'),
  );
  return checkFigures(form, values, figures.get(row.unit?.code ?? '') ?? {}).map((each) => ({
    ...each,
    detail: `第${row.row}行：${each.detail}`,
  }));
}

function judge(row: ImportRow, target: Target | undefined, { layout, period, form, now }: Judging): Finding[] {
  const isSummary = layout === 'summary';
  const finding = (level: Finding['level'], code: string, detail: string): Finding => {
    const where = row.findings.find(({ field, cell }) => field === null && cell !== null)?.cell ?? null;
    return {
      level,
      code,
      cell: where,
      field: null,
      text: isSummary ? null : row.unitText,
      readsAs: null,
      detail: isSummary ? detail : `第${row.row}行：${detail}`,
    };
  };
  const name = row.unit?.name ?? '';
  if (!target) return [finding('error', 'nothing_owed', `“${name}”在 ${period} 没有应报事项（方案未安排或已免报）`)];
  if (!isOpen(target.opensAt, now))
    return [finding('error', 'not_open_yet', `${period} 自 ${dateOf(target.opensAt)} 起可以报送，请到时再导入`)];
  const texts = form.texts.filter(({ kind, code }) => kind === 'paragraph' && row.values[code] !== undefined);
  const changed = texts.filter(({ code }) => row.values[code] !== target.summary?.[code]);
  const other = changed
    .filter(({ code }) => (target.summary?.[code] ?? '').trim() !== '')
    .map((each) => quoted(each.label));
  const differs =
    other.length === 0
      ? []
      : [finding('confirm', 'text_differs', `“${name}”的${other.join('、')}已填有不同的文字，确认后以本文件为准`)];
  switch (target.state) {
    case 'submitted':
    case 'reopened':
      if (!isSummary) return [finding('confirm', 'already_submitted', `“${name}”本期已报送，确认后作为新的一版`)];
      // What changes nothing is only attached.
      return changed.length === 0
        ? []
        : [
            finding('confirm', 'already_submitted', `“${name}”本期已报送，确认后填入工作小结，作为新的一版`),
            ...differs,
          ];
    case 'accepted':
    case 'locked':
      return [
        finding(
          'error',
          'already_accepted',
          `“${name}”本期报送已审核通过，不能${isSummary ? '补充' : '覆盖'}；如需更正，请先重新审核并退回`,
        ),
      ];
    case 'draft':
    case 'withdrawn':
      return isSummary || target.onlyTexts
        ? differs
        : [finding('confirm', 'draft_exists', `“${name}”已在系统中填写草稿，确认后以本表为准，本表没有的指标将清空`)];
    default:
      return isSummary ? differs : [];
  }
}
