import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  Day,
  DayWords,
  Id,
  Instant,
  Name,
  Nullable,
  Page,
  paging,
  Period,
  Provisional,
  Said,
  TaskRef,
  Text,
  UnitRef,
  WindowName,
  Words,
  Year,
} from './common.ts';
import { channelKinds, messageStates } from './channels.ts';
import { endpoint, readers, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { obligationStatuses } from './obligations.ts';
import { trackings } from './tasks.ts';

/** What was said to one unit at one time: about all that it owed then, or what has become of its last days. */
export const Reminder = Type.Object(
  {
    id: Id,
    unit: UnitRef,
    at: Instant,
    by: Nullable(Type.String({ description: '催办人；null 为按方案自动催办' })),
    note: Nullable(Type.String({ description: '附言；告知的，为原因或答复' })),
    readAt: Nullable(Instant),
    readBy: Nullable(Type.String({ description: '谁看过' })),
    accounts: Type.Integer({
      description: '能看到它的账号数：单位的填报账号，发给区民生办的为区民生办的账号；0 为没有人能看到',
    }),
    items: Type.Array(
      Type.Object({
        obligationId: Id,
        submissionId: Nullable(Id),
        task: TaskRef,
        tracking: Words(trackings),
        period: Period,
        window: WindowName,
        dueOn: Type.String({ format: 'date', description: '催办时的最后一天；退回的为改正期限' }),
        dueDay: DayWords,
        provisional: Provisional,
        statusThen: Words(obligationStatuses, { description: '催办时的状态' }),
        statusNow: Words(obligationStatuses, { description: '现在的状态' }),
        occasion: Nullable(Type.String({ description: '自动催办的时机，如 到期前5个工作日；补催的为实际催办那天' })),
      }),
    ),
    moved: Type.Array(
      Type.Object({
        task: TaskRef,
        period: Period,
        window: WindowName,
        from: Nullable(Day),
        fromDay: Nullable(DayWords),
        to: Nullable(Day),
        toDay: Nullable(DayWords),
        provisional: Type.Boolean({ description: '新的最后一天仍为暂定' }),
        overtaken: Type.Boolean({ description: '此后最后一天又有变动' }),
      }),
      {
        description:
          '告知的事项：最后一天从哪天改到哪天，to 为 null 是免报，from 为 null 是恢复报送，两者相同是答复延期申请而不改；不为空的不是催办',
      },
    ),
    messages: Type.Array(
      Type.Object({
        id: Id,
        channel: Type.Object({ kind: Words(channelKinds), name: Type.String() }),
        state: Words(messageStates),
        attempts: Type.Integer(),
        fault: Nullable(Type.String({ description: '最近一次没有送达的原因' })),
        deliveredAt: Nullable(Instant),
      }),
      { description: '站外发出的消息；单位自己看不到' },
    ),
  },
  { title: 'Reminder' },
);
export type Reminder = Static<typeof Reminder>;

const time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: '北京时间，如 08:30' });
const workingDays = (least: number) =>
  Type.Array(Type.Integer({ minimum: least, maximum: 60 }), { maxItems: 10, uniqueItems: true });

export const ReminderRule = Closed(
  {
    enabled: Type.Boolean(),
    before: workingDays(0),
    after: workingDays(1),
    from: time,
    to: time,
  },
  { title: 'ReminderRule' },
);
export type ReminderRule = Static<typeof ReminderRule>;

/** Places of a template, filled in when it is sent. */
export const templatePlaces = {
  unit: ['单位', '事项数', '事项清单', '附言', '网址', '日期'],
  group: ['单位数', '事项清单', '附言', '网址', '日期'],
} as const;
export const templateCodes = ['unit', 'group'] as const;
export type TemplateCode = (typeof templateCodes)[number];

const texts = { subject: Name(200), body: Said(3000) };
export const ReminderTemplate = Type.Object(
  {
    code: Words(templateCodes, { description: 'unit：发给一个单位的邮件；group：发到工作群的消息' }),
    ...texts,
    standard: Type.Boolean({ description: '未改过，为系统自带' }),
    shipped: Type.Object(texts, { description: '系统自带的文字' }),
    version: Type.Integer(),
  },
  { title: 'ReminderTemplate' },
);
export type ReminderTemplate = Static<typeof ReminderTemplate>;

const asked = {
  obligationIds: Type.Array(Id, { minItems: 1, maxItems: 1000, uniqueItems: true }),
  note: Type.Optional(Text(500)),
  channels: Type.Optional(
    Type.Array(Id, { maxItems: 50, uniqueItems: true, description: '从哪些渠道发出；不给为全部启用的，空为只在站内' }),
  ),
};
const Left = Type.Array(
  Type.Object({
    obligationId: Id,
    unit: Nullable(UnitRef),
    code: Type.String(),
    detail: Type.String({ description: '为什么没有催办' }),
  }),
);
const office = { roles: ['office'], rows: 'all' } as const;

const filters = {
  unit: Type.Optional(Type.String({ description: '单位编码' })),
  mine: Type.Optional(Type.Boolean({ description: 'true：只要发给您所在单位的；发给区民生办的，区民生办的人员都收' })),
  unread: Type.Optional(Type.Boolean({ description: 'true：只要未读的' })),
  failed: Type.Optional(Type.Boolean({ description: 'true：只要有消息未能送达的' })),
  moved: Type.Optional(Type.Boolean({ description: 'true：只要告知（时限变动、免报、延期答复）；false：只要催办' })),
};

export const reminderEndpoints = {
  listReminders: endpoint({
    method: 'GET',
    path: '/reminders',
    tag: 'reminders',
    summary: 'Reminders, newest first: the inbox of a unit, or all that the office has sent',
    access: { roles: readers, rows: 'own' },
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(Reminder, 'Reminder'),
    problems: ['invalid_cursor'],
  }),
  exportReminders: listExport({
    path: '/reminders',
    tag: 'reminders',
    summary: 'The list as a file',
    access: { roles: readers, rows: 'own' },
    filters,
    problems: [],
  }),
  remind: endpoint({
    method: 'POST',
    path: '/reminders',
    tag: 'reminders',
    summary:
      'Remind units of what they owe: one reminder for each, whatever is owed no more or was reminded of within the hour is left and named',
    access: office,
    body: Closed(asked),
    status: 200,
    reply: Type.Object({ items: Type.Array(Reminder), left: Left }),
    problems: ['personal_info'],
  }),
  previewReminders: endpoint({
    method: 'POST',
    path: '/reminders/preview',
    tag: 'reminders',
    summary: 'What would be sent, to whom and by which channels; nothing is sent',
    access: office,
    body: Closed(asked),
    status: 200,
    reply: Type.Object({
      left: Left,
      units: Type.Array(
        Type.Object({
          unit: UnitRef,
          accounts: Type.Integer({ description: '能在站内看到的账号数' }),
          emails: Type.Integer({ description: '其中有邮箱的' }),
        }),
      ),
      messages: Type.Array(
        Type.Object({
          channel: Type.Object({ id: Id, kind: Words(channelKinds), name: Type.String() }),
          unit: Nullable(UnitRef),
          subject: Type.String(),
          body: Type.String(),
        }),
      ),
    }),
    problems: ['personal_info'],
  }),
  readReminder: endpoint({
    method: 'POST',
    path: '/reminders/{id}/read',
    tag: 'reminders',
    summary: 'The unit has seen it; a second time changes nothing',
    access: { roles: ['reporter', 'office'], rows: 'own' },
    params: ByIdParams,
    status: 200,
    reply: Reminder,
    problems: ['not_found'],
  }),
  getReminderRule: endpoint({
    method: 'GET',
    path: '/reminder-rules/{year}',
    tag: 'reminders',
    summary:
      'When the plan of a year reminds by itself; a plan that was never asked does not, and suggests the usual days',
    access: { roles, rows: 'all' },
    params: Closed({ year: Year }),
    status: 200,
    etag: true,
    reply: ReminderRule,
    problems: ['not_found'],
  }),
  putReminderRule: endpoint({
    method: 'PUT',
    path: '/reminder-rules/{year}',
    tag: 'reminders',
    summary:
      'Set when the plan of a year reminds by itself: working days before and after the last day, between two hours',
    access: office,
    params: Closed({ year: Year }),
    body: ReminderRule,
    ifMatch: true,
    status: 200,
    etag: true,
    reply: ReminderRule,
    problems: ['not_found', 'reminder_hours_invalid', 'reminder_days_missing'],
  }),
  previewReminderRule: endpoint({
    method: 'POST',
    path: '/reminder-rules/{year}/preview',
    tag: 'reminders',
    summary:
      'Whom the plan would remind next, were the rule saved now; days from before it was turned on or changed are not made up for',
    access: office,
    params: Closed({ year: Year }),
    body: ReminderRule,
    status: 200,
    reply: Type.Object({
      at: Type.String({ format: 'date-time', description: '下一次催办的时间：此刻，或下一个催办时段的开始' }),
      units: Type.Array(UnitRef, { description: '届时催办的单位' }),
      items: Type.Integer({ description: '届时催办的事项数' }),
    }),
    problems: ['not_found'],
  }),
  listReminderTemplates: endpoint({
    method: 'GET',
    path: '/reminder-templates',
    tag: 'reminders',
    summary: 'Texts of reminders that leave the house',
    access: office,
    status: 200,
    reply: Type.Object({ items: Type.Array(ReminderTemplate), nextCursor: Type.Null() }),
    problems: [],
  }),
  putReminderTemplate: endpoint({
    method: 'PUT',
    path: '/reminder-templates/{template}',
    tag: 'reminders',
    summary: 'Change a text; places stand in braces, as {单位}',
    access: office,
    params: Closed({ template: Words(templateCodes) }),
    body: Closed(texts),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: ReminderTemplate,
    problems: ['template_place_unknown', 'personal_info'],
  }),
  previewReminderTemplate: endpoint({
    method: 'POST',
    path: '/reminder-templates/{template}/preview',
    tag: 'reminders',
    summary: 'A text filled in with an example',
    access: office,
    params: Closed({ template: Words(templateCodes) }),
    body: Closed(texts),
    status: 200,
    reply: Type.Object({
      subject: Type.String(),
      body: Type.String(),
      lacksAddress: Type.Boolean({ description: '用了 {网址}，而没有设置系统网址，只有它的一行发出时略去' }),
    }),
    problems: ['template_place_unknown'],
  }),
} as const;
