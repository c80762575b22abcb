import type { ChannelKind } from '@nuanxin/contract';
import {
  dateOf,
  dayWords,
  dueNow,
  instantText,
  obligationStatusLabel,
  periodLabel,
  windowName,
  type WorkCalendar,
} from '@nuanxin/domain';
import type { ObligationRow, viewOf } from '../obligations/obligations.ts';
import { fill, type Texts } from './templates.ts';

/** What is owed, as it stands. */
export interface Owed {
  row: ObligationRow;
  view: ReturnType<typeof viewOf>;
  /** For which occasion the plan reminds by itself. */
  occasion?: string;
}

/** What one unit is reminded of. */
export interface UnitReminder {
  id: string;
  unit: ObligationRow['unit'];
  /** How many can read its inbox, and the addresses that they have. */
  accounts: number;
  emails: string[];
  owed: Owed[];
}

export interface Composed {
  channelId: string;
  reminders: UnitReminder[];
  recipients: string[];
  subject: string;
  body: string;
  data: unknown;
}

interface Setting {
  templates: { unit: Texts; group: Texts };
  note: string | null;
  now: Date;
  calendar: WorkCalendar;
  publicUrl: string | null;
}

/** `季度宣传情况报送（2025年第二季度）：逾期，最后一天 2025-07-01 周二` */
function line(each: Owed, calendar: WorkCalendar): string {
  const { task, deadline } = each.row;
  const day = dueNow(each.view);
  const status = obligationStatusLabel[each.view.status];
  const period = periodLabel(deadline.period, windowName(task.schedule, deadline.period));
  return `${task.title}（${period}）：${status}，最后一天 ${day} ${dayWords(calendar, day)}`;
}

function valuesOf({ note, now, publicUrl }: Setting): Record<string, string> {
  return { 附言: note ?? '', 网址: publicUrl ?? '', 日期: dateOf(now) };
}

/** The text for one unit. */
export function unitText({ unit, owed }: Pick<UnitReminder, 'unit' | 'owed'>, setting: Setting): Texts {
  return fill(setting.templates.unit, {
    ...valuesOf(setting),
    单位: unit.name,
    事项数: String(owed.length),
    事项清单: owed.map((each, at) => `${at + 1}. ${line(each, setting.calendar)}`).join('\n'),
  });
}

/** The text for a group of people of many units: by what is owed, since the same is owed by many. */
export function groupText(reminders: Pick<UnitReminder, 'unit' | 'owed'>[], setting: Setting): Texts {
  const all = reminders.flatMap(({ unit, owed }) => owed.map((each) => ({ unit, text: line(each, setting.calendar) })));
  const list = [...Map.groupBy(all, ({ text }) => text)].map(
    ([text, same], at) => `${at + 1}. ${text}\n　${same.map(({ unit }) => unit.name).join('、')}`,
  );
  return fill(setting.templates.group, {
    ...valuesOf(setting),
    单位数: String(reminders.length),
    事项清单: list.join('\n'),
  });
}

/** What another system is told, one event for each unit. */
function event({ id, unit, owed }: UnitReminder, { note, now }: Setting) {
  return {
    type: 'reminder.sent',
    timestamp: instantText(now),
    data: {
      reminderId: id,
      unit: { code: unit.code, name: unit.name },
      note,
      items: owed.map((each) => ({
        obligationId: each.row.obligation.id,
        task: { code: each.row.task.code, title: each.row.task.title },
        period: each.row.deadline.period,
        dueOn: dueNow(each.view),
        status: each.view.status,
      })),
    },
  };
}

/**
 * The messages that go out for reminders: an e-mail for each address of a unit, one text for a group chat, one event for each unit to a webhook.
 */
export function compose(
  reminders: UnitReminder[],
  channels: { id: string; kind: ChannelKind }[],
  setting: Setting,
): Composed[] {
  if (reminders.length === 0) return [];
  return channels.flatMap(({ id: channelId, kind }): Composed[] => {
    const none = { channelId, recipients: [], data: null };
    if (kind === 'email')
      // Each address by itself: what one refuses the others have got all the same.
      return reminders.flatMap((each) =>
        each.emails.map((email) => ({ ...none, reminders: [each], recipients: [email], ...unitText(each, setting) })),
      );
    if (kind === 'webhook')
      return reminders.map((each) => ({
        ...none,
        reminders: [each],
        ...unitText(each, setting),
        data: event(each, setting),
      }));
    return [{ ...none, reminders, ...groupText(reminders, setting) }];
  });
}
