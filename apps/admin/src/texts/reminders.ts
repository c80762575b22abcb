export const reminderTexts = {
  intro: '催办送到单位的“我的报送”，单位点“知道了”后记为已看。邮件、企业微信等渠道尚未接通。',
  introOwn: '区民生办对本单位的催办。',
  filters: { unit: '全部单位', unread: '只看未看的' },
  measure: '次',
  empty: '没有催办记录。',
  columns: {
    at: '时间',
    unit: '单位',
    about: '催办事项',
    note: '附言',
    by: '催办人',
    read: '单位已看',
  },
  since: (then: string, now: string) => (then === now ? `仍${now}` : `${then} → ${now}`),
  notRead: '未看',
  noAccount: '没有账号',
  readBy: (who: string, at: string) => `${who} ${at}`,
  due: (day: string) => `最后一天 ${day}`,
};

export const remindTexts = {
  remind: '催办',
  remindUnits: (count: number) => `催办 ${count} 个单位`,
  remindChosen: (count: number) => `催办所选 ${count} 项`,
  remindAll: '催办逾期和退回的',
  choose: (unit: string, task: string) => `选择 ${unit} ${task}`,
  chooseAll: '选择列出的全部欠办事项',
  title: '催办',
  what: (units: number, items: number) =>
    `将催办 ${units} 个单位共 ${items} 项，单位登录后在“我的报送”看到；尚未接通邮件和群消息。`,
  preview: '单位看到的',
  noteLabel: '附言（可不填）',
  noteHint: '如：请于今天下班前报送，有困难请来电说明',
  lastReminded: (times: number, at: string) => `已催办 ${times} 次，最近 ${at}`,
  nothing: '没有需要催办的事项。',
  sent: (units: number) => `已催办 ${units} 个单位。`,
  blind: (units: string[]) => `${units.join('、')}还没有填报账号，看不到催办，请另行通知。`,
  left: (count: number, why: string[]) => `未催办 ${count} 项：${why.join('；')}。`,
  reminded: '催办',
  times: (times: number) => `催${times}次`,
};

/** What a unit reads. */
export const inboxTexts = {
  from: (by: string, at: string) => `区民生办 ${at} 催办（${by}）`,
  item: (task: string, period: string, status: string, day: string) =>
    `${task}（${period}）：${status}，最后一天 ${day}`,
  seen: '知道了',
  all: '以往的催办',
};
