import type { Deadline, Obligation } from '@nuanxin/contract';
import { dayWords, dueNow, periodLabel, type CalendarEvent, type WorkCalendar } from '@nuanxin/domain';

const words = ({ task, period, window }: Deadline | Obligation): string =>
  `${task.title}（${periodLabel(period, window)}）`;
const mark = (provisional: boolean): string => (provisional ? '【暂定】' : '');
const explanation = (provisional: boolean): string[] =>
  provisional ? ['暂定：所依据的放假安排尚未公布，公布后可能变动。'] : [];

/** A deadline of the plan as an event. @param id of the deadline */
export function deadlineEvent(id: string, deadline: Deadline): CalendarEvent {
  const { task, dueOn, dueDay, provisional } = deadline;
  return {
    uid: `deadline-${id}@nuanxin`,
    on: dueOn,
    summary: `${mark(provisional)}${words(deadline)}`,
    description: [`任务编码 ${task.code}`, `最后一天 ${dueOn} ${dueDay}`, ...explanation(provisional)].join('\n'),
    provisional,
  };
}

/** What one unit owes as an event, on the day until which the unit has to act: of the correction, for what was sent back. */
export function obligationEvent(obligation: Obligation, calendar: WorkCalendar): CalendarEvent {
  const { id, unit, task, dueOn, correctionDueOn, extension } = obligation;
  const provisional = obligation.provisional && correctionDueOn === null;
  const on = dueNow(obligation);
  const why = correctionDueOn === null ? (extension?.dueOn === dueOn ? '（已延期）' : '') : '（退回改正）';
  const last = `最后一天 ${on} ${dayWords(calendar, on)}${why}`;
  return {
    uid: `obligation-${id}@nuanxin`,
    on,
    summary: `${mark(provisional)}${unit.name}：${words(obligation)}`,
    description: [`任务编码 ${task.code}`, last, ...explanation(provisional)].join('\n'),
    provisional,
  };
}
