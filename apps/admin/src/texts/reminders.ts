import type { ChannelKind } from '@nuanxin/contract';

export const reminderTexts = {
  intro:
    '催办和告知送到单位的“我的报送”，区民生办自己的送到“工作台”；点“知道了”后记为已看。启用了渠道的，催办同时发邮件或群消息。',
  introOwn: '区民生办对本单位的催办，和告知本单位的时限变动、免报、延期答复。',
  kinds: { reminder: '催办', moved: '告知：时限变动、免报、延期答复' },
  filters: { unit: '全部单位', kind: '催办或告知', unread: '只看未看的', failed: '只看未送达的' },
  measure: '次',
  /** Of notices: what was told to several at a time is one row. */
  measureTold: '单位次',
  empty: '没有催办记录。',
  emptyTold: '没有告知单位的时限变动、免报或延期答复。',
  columns: {
    at: '时间',
    unit: '单位',
    about: '事项',
    note: '附言或原因',
    by: '发出人',
    read: '单位已看',
    sent: '站外发出',
  },
  automatic: '自动',
  settings: '催办设置',
  retry: '重发',
  unneeded: '催办的事项都已办结或不必办理，没有再发。',
  retried: '已重新发出，稍后请看结果。',
  since: (then: string, now: string) => (then === now ? `仍${now}` : `${then} → ${now}`),
  notRead: '未看',
  between: '、',
  units: (names: string[], all: number) => `${names.join('、')}${all > names.length ? ` 等 ${all} 个单位` : ''}`,
  noAccount: '没有账号',
  readBy: (who: string, at: string) => `${who} ${at}`,
  readOf: (read: number, all: number) => `${all} 个单位中 ${read} 个已看`,
  due: (day: string) => `最后一天 ${day}`,
};

export const remindTexts = {
  remind: '催办',
  remindUnits: (count: number) => `催办 ${count} 个单位`,
  remindChosen: (count: number) => `催办所选 ${count} 项`,
  remindAll: '催办逾期和退回的',
  remindFiltered: '催办筛选出的',
  remindOwing: '催办全部黄灯、红灯',
  remindItems: (count: number) => `催办 ${count} 项`,
  remindOf: (unit: string) => `催办 ${unit}`,
  remindRow: (unit: string, task: string) => `催办 ${unit} ${task}`,
  choose: (unit: string, task: string) => `选择 ${unit} ${task}`,
  chooseAll: '选择列出的全部欠办事项',
  title: '催办',
  what: (units: number, items: number) =>
    `将催办 ${units} 个单位共 ${items} 项，单位登录后在“我的报送”看到，区民生办的在“工作台”看到。`,
  preview: '单位看到的',
  channels: '同时发到',
  noChannels: '没有启用的渠道，只在站内催办。可在“催办设置”中接通邮件、企业微信、钉钉。',
  noEmail: (units: string[]) => `没有邮箱：${units.join('、')}`,
  messages: (count: number) => `将发出的消息（${count} 条）`,
  messageTo: (channel: string, unit: string | null) => (unit ? `${channel} → ${unit}` : channel),
  noteLabel: '附言（可不填）',
  noteHint: '如：请于今天下班前报送，有困难请来电说明',
  lastReminded: (times: number, at: string) => `已催办 ${times} 次，最近 ${at}`,
  nothing: '没有需要催办的事项。',
  sent: (units: number) => `已催办 ${units} 个单位。`,
  blind: (units: string[]) => `${units.join('、')}没有可用的填报账号，看不到催办，请另行通知。`,
  willNotRead: (units: number) => `其中 ${units} 个单位没有可用的填报账号，看不到催办，请先建账号或另行通知。`,
  noReader: '没有可用的填报账号',
  addReader: '建账号',
  willLeave: (count: number, why: string[]) => `本次不催 ${count} 项：${why.join('；')}。`,
  left: (count: number, why: string[]) => `未催办 ${count} 项：${why.join('；')}。`,
  reminded: '催办',
  times: (times: number) => `催${times}次`,
};

/** What a unit reads. */
export const inboxTexts = {
  from: (by: string | null, at: string) => (by === null ? `区民生办 ${at} 自动催办` : `区民生办 ${at} 催办（${by}）`),
  item: (task: string, period: string, status: string, day: string) =>
    `${task}（${period}）：${status}，最后一天 ${day}`,
  /** To whom, for who reads for more than one. */
  to: (what: string, unit: string) => `${what} · 发给${unit}`,
  seen: '知道了',
  unread: (count: number) => `未看的催办和告知 ${count} 条`,
  seenAll: '全部知道了',
  overtaken: (count: number) => `其中 ${count} 条告知已有新的变动`,
  all: '以往的催办',
};

/** What a unit is told of its last days, by what has become of them. */
export const noticeTexts = {
  from: (what: string, by: string | null, at: string) => `区民生办 ${at} 告知${what}${by === null ? '' : `（${by}）`}`,
  because: (cause: string) => `${cause}，下列事项的最后一天变动：`,
  reason: (why: string) => `：${why}`,
};

export const channelKindLabel: Record<ChannelKind, string> = {
  email: '邮件',
  wecom: '企业微信群',
  dingtalk: '钉钉群',
  webhook: 'Webhook',
};

export const automaticTexts = {
  title: (year: number) => `${year}年方案的自动催办`,
  intro: '只在工作日、规定的时间内催办尚未办结的事项；同一事项同一时限每个日子只催一次，当天已人工催办的不再催。',
  enabled: '启用自动催办',
  before: '到期前工作日',
  after: '逾期后工作日',
  daysHint: '用逗号分开，如 5,1；到期当天写 0',
  afterHint: '用逗号分开，如 1,3',
  daysBad: '应为不重复的整数，用逗号分开',
  hours: '催办时间',
  to: '至',
  save: '保存',
  saved: (on: boolean) => (on ? '已保存，自动催办已启用。' : '已保存，自动催办未启用。'),
  next: (at: string, units: number, items: number) =>
    units > 0
      ? `${at} 起将催办 ${units} 个单位、${items} 个事项。`
      : `下一次催办时段（${at} 起）没有到催办日的事项；此前的催办日不补催。`,
  onceSaved: '保存后，',
  isOn: '自动催办已启用，',
  named: (names: string[], units: number) =>
    `届时催办：${names.join('、')}${units > names.length ? ` 等 ${units} 个单位` : ''}。`,
  on: '已启用',
  off: '未启用',
  preview: '今后的催办日，按时限列出',
  due: (date: string, day: string) => `${date} ${day} 到期`,
  noDays: '没有催办日',
  noDeadlines: '本年没有今后的催办日。',
  unsaved: '自动催办的设置有改动还没有保存，离开后将丢失。',
};

export const channelTexts = {
  title: '渠道',
  intro: '站内催办一直都在；这里接通的渠道同时发出邮件或群消息。',
  introNone: '还没有接通任何渠道，催办只在站内。',
  adminOnly: '渠道由系统管理员维护。',
  add: '新增渠道',
  columns: { name: '名称', kind: '种类', to: '发往', state: '状态', sent: '最近送达' },
  enabled: '启用',
  disabled: '停用',
  unreadable: '须重新填写',
  unreadableHint: '服务的密钥已更换，保存的密码无法读取',
  waiting: (count: number) => `待发 ${count}`,
  failed: (count: number) => `近30天未送达 ${count}`,
  edit: '修改',
  test: '测试',
  remove: '删除',
  removeAsk: (name: string) => `删除渠道“${name}”？尚未发出的消息不再发出，已发出的仍有记录。`,
  removed: (name: string) => `已删除渠道“${name}”。`,
  testTitle: (name: string) => `测试渠道“${name}”`,
  testTo: '收件邮箱',
  testSend: '发送测试消息',
  testDone: '测试消息已发出，请核对是否收到。',
  testFault: (fault: string) => `没有送达：${fault}`,
};

export const channelDialogTexts = {
  add: '新增渠道',
  edit: (name: string) => `修改渠道“${name}”`,
  save: '保存',
  saved: (name: string) => `已保存渠道“${name}”。`,
  kind: '种类',
  name: '名称',
  nameHint: '如 联络员工作群',
  enabled: '启用',
  host: '邮件服务器',
  port: '端口',
  security: '加密方式',
  securities: { tls: 'SSL/TLS（465端口）', starttls: 'STARTTLS（587端口）', none: '不加密' },
  user: '用户名',
  from: '发件人',
  fromHint: '如 区民生办 <msb@example.cn>',
  url: {
    email: '',
    wecom: '机器人地址',
    dingtalk: '机器人地址',
    webhook: '接收地址',
  },
  urlHint: {
    email: '',
    wecom: '企业微信群 → 群机器人 → 查看资料 → Webhook 地址',
    dingtalk: '钉钉群设置 → 机器人 → 自定义 → Webhook；关键词请设为“催办”，或用加签',
    webhook: '每个单位的每次催办发一条 JSON，按 Standard Webhooks 签名',
  },
  secret: { email: '密码', wecom: '', dingtalk: '加签密钥', webhook: '签名密钥' },
  secretHint: {
    email: '多为邮箱的授权码',
    wecom: '',
    dingtalk: '以 SEC 开头；未用加签的不填',
    webhook: '以 whsec_ 开头',
  },
  kept: '已保存，不改则留空',
  unsigned: '没有签名密钥：发出的内容不签名，对方无法核实来源。',
};

export const templateTexts = {
  title: '消息模板',
  intro: '邮件和群消息的文字；花括号里的在发出时填入，整行都没有内容的略去。',
  names: { unit: '发给单位的邮件', group: '发到工作群的消息' },
  subject: '标题',
  body: '正文',
  places: '可用',
  preview: '预览',
  save: '保存',
  saved: '已保存模板。',
  restore: '恢复系统自带文字',
  lacksList: '正文里没有{事项清单}，收到的人看不到要办的是哪些事项。',
  lacksAddress:
    '没有设置系统网址（NUANXIN_PUBLIC_URL），发出的消息里没有网址，只填{网址}的一行不发出。请系统管理员设置。',
  standard: '系统自带',
  changed: '已改过',
  unsaved: '模板的改动还没有保存，离开后将丢失。',
};

export const leaveUnsaved = '不保存，离开';

export const reminderSettingsIntro = '什么时候自动催办、从哪些渠道发出、消息怎么写。';
