import {
  changesOf,
  checkFigures,
  checkForm,
  dateOf,
  isOpen,
  keptFields,
  mergeRow,
  missingRequired,
  outcomeOf,
  quoted,
  withConfirmed,
  type Confirmed,
  type Content,
  type Finding,
  type FormContext,
  type FormDefinition,
  type ImportReading,
  type ImportRow,
  type ValueChange,
} from '@nuanxin/domain';
import type { Target } from './facts.ts';

/** Codes of the findings that come from what is already there, not from the file: they are judged anew at each check. */
const own = new Set([
  'already_submitted',
  'already_accepted',
  'draft_exists',
  'correction',
  'text_differs',
  'unchanged',
  'with_kept',
  'nothing_owed',
  'not_open_yet',
  'differs_from_records',
  'required_missing',
]);

interface Judging {
  layout: ImportReading['layout'];
  period: string;
  form: FormDefinition;
  now: Date;
  confirmed: Confirmed[];
  /** What the records say, by unit code and field. */
  figures: Map<string, Record<string, number>>;
  /** Facts about a unit, for the rules over figures that the file has no column for. */
  contextOf: (unit: string, period: string) => FormContext;
}

/**
 * Adds to each row what follows from the submission that its unit already has: an accepted one is never overwritten,
 * a handed-in one becomes its next revision once a person has confirmed it, and says before what would change. What
 * changes nothing is not asked and not written again. What was confirmed is asked no more. A work summary only fills in
 * texts, so that all it asks about are texts that are there and others.
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

/** Whether some row leaves a figure of its unit's report as it stands: then the two have to fit together. */
export function keepsFigures(rows: ImportRow[], targets: Map<string, Target>): boolean {
  return rows.some((row) => {
    const target = targets.get(row.unit?.code ?? '');
    return target !== undefined && keptFields(row, contentOf(target)).length > 0;
  });
}

export const isUnchanged = ({ findings }: Pick<ImportRow, 'findings'>): boolean =>
  findings.some(({ code }) => code === 'unchanged');

const contentOf = ({ values, summary }: Target): Content => ({ values: values ?? {}, summary: summary ?? {} });

function judge(row: ImportRow, target: Target | undefined, judging: Judging): Finding[] {
  const { layout, period, form, now } = judging;
  const isSummary = layout === 'summary';
  const say = sayer(row, isSummary);
  const name = row.unit?.name ?? '';
  if (!target) return [say('error', 'nothing_owed', `“${name}”在 ${period} 没有应报事项（方案未安排或已免报）`)];
  if (!isOpen(target.opensAt, now))
    return [say('error', 'not_open_yet', `${period} 自 ${dateOf(target.opensAt)} 起可以报送，请到时再导入`)];
  return isSummary ? judgeSummary(row, target, form, say) : judgeFigures(row, target, judging, say);
}

type Say = (level: Finding['level'], code: string, detail: string, more?: Partial<Finding>) => Finding;

/** What is said of a row's report is about no cell of it. */
function sayer(row: ImportRow, isSummary: boolean): Say {
  return (level, code, detail, more) => ({
    level,
    code,
    cell: null,
    field: null,
    text: isSummary ? null : row.unitText,
    readsAs: null,
    detail: isSummary ? detail : `第${row.row}行：${detail}`,
    ...more,
  });
}

function judgeFigures(row: ImportRow, target: Target, judging: Judging, say: Say): Finding[] {
  const standing = contentOf(target);
  const next = mergeRow(row, standing);
  const changes = changesOf(judging.form, standing, next);
  const name = row.unit?.name ?? '';
  const kept = keptFields(row, standing).length;
  const effect = effectOf(changes, kept);
  const unfit = [
    ...(changes.length > 0 && kept > 0 ? againstKept(row, next, judging, say) : []),
    ...lacking(row, next, judging, say),
  ];
  switch (target.state) {
    case 'submitted':
    case 'reopened': {
      if (changes.length === 0) return [say('warning', 'unchanged', `“${name}”本期已报送，内容相同，不另生成新版`)];
      const readsAs = `第${target.revision}版`;
      const detail = `“${name}”本期已报送（${readsAs}），确认后作为新的一版：${effect}`;
      return [...unfit, say('confirm', 'already_submitted', detail, { readsAs, changes })];
    }
    case 'accepted':
    case 'locked':
      if (changes.length === 0) return [say('warning', 'unchanged', `“${name}”本期报送已审核通过，内容相同，不再写入`)];
      return [say('error', 'already_accepted', accepted(name, '覆盖'), { changes })];
    case 'draft':
    case 'withdrawn': {
      if (target.onlyTexts) return [...unfit, ...textsDiffer(row, target, judging.form, say)];
      if (changes.length === 0) return unfit;
      const readsAs = `版本${target.version}`;
      const detail = `“${name}”已在系统中填写草稿（${readsAs}），确认后以本表为准：${effect}`;
      return [...unfit, say('confirm', 'draft_exists', detail, { readsAs, changes })];
    }
    case 'returned':
      // To be corrected, and so asked for.
      if (changes.length === 0) return unfit;
      return [...unfit, say('warning', 'correction', `“${name}”的报送已退回，写入后作为更正：${effect}`, { changes })];
    default:
      return unfit;
  }
}

function effectOf(changes: ValueChange[], kept: number): string {
  const emptied = changes.filter(({ to }) => to === null).length;
  const rest = kept > 0 ? `；本表没有的 ${kept} 项指标不变` : '';
  return `将改动 ${changes.length - emptied} 项、清空 ${emptied} 项${rest}`;
}

/** Figures that stay as they stand, and those of the file, in one report. */
function againstKept(row: ImportRow, { values }: Content, { form, period, contextOf }: Judging, say: Say): Finding[] {
  const told = new Set(row.findings.map(({ code, field }) => `${code} ${field}`));
  return checkForm(form, values, contextOf(row.unit?.code ?? '', period))
    .filter(
      ({ level, code, field }) => level === 'error' && code !== 'required_missing' && !told.has(`${code} ${field}`),
    )
    .map(({ field, detail }) => say('error', 'with_kept', `与已填而本表没有的指标放在一起，${detail}`, { field }));
}

/** Figures that have to be filled in and stand neither in the file nor in the report. */
function lacking(row: ImportRow, { values }: Content, { form, period, contextOf }: Judging, say: Say): Finding[] {
  const { kind } = contextOf(row.unit?.code ?? '', period);
  return missingRequired(form, values, kind).map(({ code, field, detail }) => say('error', code, detail, { field }));
}

function judgeSummary(row: ImportRow, target: Target, form: FormDefinition, say: Say): Finding[] {
  const name = row.unit?.name ?? '';
  switch (target.state) {
    case 'submitted':
    case 'reopened': {
      const changes = changesOf(form, contentOf(target), mergeRow(row, contentOf(target)));
      // What changes nothing is only attached.
      if (changes.length === 0) return [];
      const readsAs = `第${target.revision}版`;
      const detail = `“${name}”本期已报送（${readsAs}），确认后填入工作小结，作为新的一版`;
      return [
        say('confirm', 'already_submitted', detail, { readsAs, changes }),
        ...textsDiffer(row, target, form, say),
      ];
    }
    case 'accepted':
    case 'locked':
      return [say('error', 'already_accepted', accepted(name, '补充'))];
    default:
      return textsDiffer(row, target, form, say);
  }
}

function accepted(name: string, what: string): string {
  return `“${name}”本期报送已审核通过，不能${what}；如需更正，请先重新审核并退回`;
}

function textsDiffer(row: ImportRow, { summary, version }: Target, form: FormDefinition, say: Say): Finding[] {
  const other = form.texts.filter(({ kind, code }) => {
    const stands = summary?.[code] ?? '';
    return (
      kind === 'paragraph' && row.values[code] !== undefined && stands.trim() !== '' && stands !== row.values[code]
    );
  });
  if (other.length === 0) return [];
  const labels = other.map(({ label }) => quoted(label)).join('、');
  const changes = other.map(({ code }) => ({
    field: code,
    from: summary?.[code] ?? null,
    to: row.values[code] ?? null,
  }));
  const detail = `“${row.unit?.name ?? ''}”的${labels}已填有不同的文字，确认后以本文件为准`;
  return [say('confirm', 'text_differs', detail, { readsAs: `版本${version}`, changes })];
}
