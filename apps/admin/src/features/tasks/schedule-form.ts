import type { Schedule, ScheduleWindow } from '@nuanxin/domain';

/** All that a schedule can say; the kind decides what of it counts. */
export interface ScheduleForm {
  kind: 'once' | 'next_quarter' | 'quarter_end' | 'continuous' | 'adhoc';
  due: string;
  opens: string;
  inclusive: boolean;
  first: string;
  windows: ScheduleWindow[];
}

export const scheduleKinds = ['once', 'next_quarter', 'quarter_end', 'continuous', 'adhoc'] as const;

export function scheduleFormOf(schedule: Schedule): ScheduleForm {
  const blank: ScheduleForm = { kind: 'once', due: '', opens: '', inclusive: true, first: '', windows: [] };
  switch (schedule.kind) {
    case 'once':
      return { ...blank, due: schedule.due, opens: schedule.opens ?? '' };
    case 'quarterly':
      if (schedule.due === 'quarter_end') return { ...blank, kind: 'quarter_end' };
      return {
        ...blank,
        kind: 'next_quarter',
        inclusive: schedule.inclusive ?? true,
        first: schedule.first ?? '',
      };
    case 'adhoc':
      return { ...blank, kind: 'adhoc', windows: (schedule.windows ?? []).map((each) => ({ ...each })) };
    default:
      return { ...blank, kind: schedule.kind };
  }
}

/** Null while a day that it needs is not chosen. */
export function scheduleOf({ kind, due, opens, inclusive, first, windows }: ScheduleForm): Schedule | null {
  switch (kind) {
    case 'once':
      return due ? { kind, due, ...(opens ? { opens } : {}) } : null;
    case 'next_quarter':
      return {
        kind: 'quarterly',
        due: 'by_first_workday_of_next_quarter',
        inclusive,
        ...(first ? { first } : {}),
        covers: 'quarter',
      };
    case 'quarter_end':
      return { kind: 'quarterly', due: 'quarter_end' };
    case 'adhoc':
      if (windows.some((each) => !each.name.trim() || !each.opens || !each.due)) return null;
      return { kind, ...(windows.length > 0 ? { windows } : {}) };
    default:
      return { kind };
  }
}

/** Numbers are given on: that of a window which was taken out stays with what was recorded for it. */
export function nextWindow(windows: ScheduleWindow[]): ScheduleWindow {
  return { no: Math.max(0, ...windows.map(({ no }) => no)) + 1, name: '', opens: '', due: '' };
}
