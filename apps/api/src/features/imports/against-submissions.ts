import { dateOf, isOpen, withConfirmed, type Confirmed, type Finding, type ImportRow } from '@nuanxin/domain';
import type { Target } from './facts.ts';

/** Codes of the findings that come from what is already there, not from the file: they are judged anew at each check. */
const own = new Set(['already_submitted', 'already_accepted', 'draft_exists', 'nothing_owed', 'not_open_yet']);

/**
 * Adds to each row what follows from the submission that its unit already has: an accepted one is never overwritten,
 * a handed-in one becomes its next revision once a person has confirmed it. What was confirmed is asked no more.
 */
export function againstSubmissions(
  rows: ImportRow[],
  targets: Map<string, Target>,
  { period, now, confirmed }: { period: string; now: Date; confirmed: Confirmed[] },
): ImportRow[] {
  const judged = rows.map((row) => {
    if (row.outcome === 'ignored' || !row.unit || row.findings.some(({ code }) => code === 'unit_scope')) return row;
    const fromFile = row.findings.filter(({ code }) => !own.has(code));
    const finding = judge(row, targets.get(row.unit.code), period, now);
    return { ...row, findings: finding ? [...fromFile, finding] : fromFile };
  });
  return withConfirmed(judged, confirmed).map((row) =>
    row.outcome === 'ignored' ? row : { ...row, outcome: outcomeOf(row.findings) },
  );
}

function outcomeOf(findings: Finding[]): 'accepted' | 'rejected' | 'confirm' {
  if (findings.some(({ level }) => level === 'error')) return 'rejected';
  return findings.some(({ level }) => level === 'confirm') ? 'confirm' : 'accepted';
}

function judge(row: ImportRow, target: Target | undefined, period: string, now: Date): Finding | null {
  const finding = (level: Finding['level'], code: string, detail: string): Finding => {
    const where = row.findings.find(({ field, cell }) => field === null && cell !== null)?.cell ?? null;
    return {
      level,
      code,
      cell: where,
      field: null,
      text: row.unitText,
      readsAs: null,
      detail: `第${row.row}行：${detail}`,
    };
  };
  const name = row.unit?.name ?? '';
  if (!target) return finding('error', 'nothing_owed', `“${name}”在 ${period} 没有应报事项（方案未安排或已免报）`);
  if (!isOpen(target.opensAt, now))
    return finding('error', 'not_open_yet', `${period} 自 ${dateOf(target.opensAt)} 起可以报送，请到时再导入`);
  switch (target.state) {
    case 'submitted':
    case 'reopened':
      return finding('confirm', 'already_submitted', `“${name}”本期已报送，确认后作为新的一版`);
    case 'accepted':
    case 'locked':
      return finding(
        'error',
        'already_accepted',
        `“${name}”本期报送已审核通过，不能覆盖；如需更正，请先重新审核并退回`,
      );
    case 'draft':
    case 'withdrawn':
      return finding('confirm', 'draft_exists', `“${name}”已在系统中填写草稿，确认后以本表为准，本表没有的指标将清空`);
    default:
      return null;
  }
}
