import type { Download, ExportFormat, Reminder } from '@nuanxin/contract';
import {
  messageWords,
  obligationStatusLabel,
  overtakenLabel,
  periodLabel,
  provisionalLabel,
  toldKind,
  toldKindLabel,
  toldWords,
} from '@nuanxin/domain';
import { isOffice, type Context } from '../../context.ts';
import { exportList, momentText, wholeList, type ExportColumn } from '../../export-list.ts';
import { listReminders, type ReminderFilters } from './list.ts';

function aboutWords({ moved, items }: Reminder): string {
  return [
    ...moved.map(toldText),
    ...items.map(({ task, period, window, statusThen, statusNow, occasion }) => {
      const [then, now] = [obligationStatusLabel[statusThen], obligationStatusLabel[statusNow]];
      const since = then === now ? `仍${now}` : `${then} → ${now}`;
      return `${named(task, period, window)}${since}${occasion ? ` · ${occasion}` : ''}`;
    }),
  ].join('；');
}

function toldText(told: Reminder['moved'][number]): string {
  const { task, period, window, to, toDay, provisional, overtaken } = told;
  const day = to === null ? '' : `${to} ${toDay}${provisional ? `（${provisionalLabel}）` : ''}`;
  return `${named(task, period, window)}${toldWords(told)}${day}${overtaken ? ` · ${overtakenLabel}` : ''}`;
}

const named = (task: { title: string }, period: string, window: string | null): string =>
  `${task.title}（${periodLabel(period, window)}）`;

const columns: ExportColumn<Reminder>[] = [
  { label: '时间', width: 17, of: ({ at }) => momentText(at) },
  { label: '单位', width: 16, of: ({ unit }) => unit.name },
  { label: '种类', width: 9, of: ({ moved: [told] }) => (told ? toldKindLabel[toldKind(told)] : '催办') },
  { label: '事项', width: 60, of: aboutWords },
  { label: '附言或原因', width: 30, of: ({ note }) => note },
  { label: '发出人', width: 12, of: ({ by }) => by ?? '自动' },
  {
    label: '单位已看',
    width: 17,
    of: ({ readAt, accounts }) => momentText(readAt) ?? (accounts > 0 ? '未看' : '没有账号'),
  },
  { label: '谁看过', width: 12, of: ({ readBy }) => readBy },
];

/** What left the house is the office's to know. */
const sent: ExportColumn<Reminder> = {
  label: '站外发出',
  width: 30,
  of: ({ messages }) =>
    messages
      .map(
        ({ channel, state, attempts, fault }) =>
          `${channel.name} ${messageWords(state, attempts)}${fault ? `：${fault}` : ''}`,
      )
      .join('；') || null,
};

/** What units were reminded of (催办记录). @throws ProblemError export_too_large */
export async function exportReminders(ctx: Context, format: ExportFormat, filters: ReminderFilters): Promise<Download> {
  const items = await wholeList((all) => listReminders(ctx, { ...filters, ...all }));
  return exportList(format, '催办记录', isOffice(ctx.actor) ? [...columns, sent] : columns, items);
}
