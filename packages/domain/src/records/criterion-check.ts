import type { RecordsCriterion, SingleCriterion } from './criterion.ts';
import type { RecordFigure } from './figures.ts';
import { recordKind, recordKindCodes, wordsOf, type RecordField, type RecordKind } from './kinds.ts';

/**
 * What keeps a criterion from being asked of the records. Names that it mentions become part of queries: none but those of
 * the kinds of records pass.
 * @param groups codes of the plan's groups
 * @returns a Chinese sentence; null when it can be used
 */
export function criterionFault(criterion: RecordsCriterion, groups: readonly string[]): string | null {
  const parts = criterion.kind === 'all' ? criterion.parts : [criterion];
  if (parts.length === 0) return '没有写明完成条件';
  for (const part of parts) {
    const fault = partFault(part, groups);
    if (fault !== null) return fault;
  }
  return null;
}

function partFault(part: SingleCriterion, groups: readonly string[]): string | null {
  switch (part.kind) {
    case 'closed':
      return null;
    case 'every':
      return siteFault(part.fields);
    case 'each':
      return groups.includes(part.group) ? figureFault(part.figure) : '完成条件中的责任单位组不存在，请重新选择';
    case 'at_least':
      return figureFault(part.figure);
    case 'materials':
      if (part.figure.kind !== 'distributions' || !part.figure.where.material.length) return '请选择要发放的资料';
      return figureFault(part.figure);
  }
}

/** Kinds of records of which a figure can be asked: those with a day of their own, or from which on they are there. */
export function countableKinds(): RecordKind[] {
  return recordKindCodes
    .map(recordKind)
    .filter(({ register, fields }) => !register || fields.some(({ code }) => code === 'since'));
}

function figureFault({ kind: code, where = {}, by, sum, months, span }: RecordFigure): string | null {
  const kind = countableKinds().find((each) => each.code === code);
  if (!kind) return `“${code}”不能用来判定完成情况`;
  const field = (name: string): RecordField | undefined => kind.fields.find((each) => each.code === name);
  for (const [name, words] of Object.entries(where)) {
    const known = field(name);
    if (!known) return `“${kind.label}”没有“${name}”这一项`;
    const unknown = words.find((word) => word !== true && !Object.hasOwn(wordsOf(known), word));
    if (unknown !== undefined || words.length === 0) return `“${kind.label}”的“${known.label}”没有所选的内容`;
  }
  if (by !== undefined && field(by)?.type !== 'day') return `“${kind.label}”没有“${by}”这一日期`;
  if (sum !== undefined && field(sum)?.type !== 'integer') return `“${kind.label}”的“${sum}”不能求和`;
  if (months?.some((month) => month < 1 || month > 12)) return '月份应在 1—12 之间';
  // A register has no day of its own: it counts from the day on which it is there.
  if (kind.register !== (span === 'until') || (kind.register && by === undefined))
    return `“${kind.label}”的统计方式不对，请重新选择`;
  return null;
}

function siteFault(fields: { field: string; works?: string[] }[]): string | null {
  const { fields: known } = recordKind('sites');
  const works = known.find(({ code }) => code === 'works');
  if (fields.length === 0) return '请选择项目点位要登记的内容';
  for (const each of fields) {
    if (known.find(({ code }) => code === each.field)?.type !== 'day') return `项目点位没有“${each.field}”这一日期`;
    if (each.works?.some((word) => !works || !Object.hasOwn(wordsOf(works), word))) return '项目点位没有所选的状态';
  }
  return null;
}
