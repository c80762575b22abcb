import type { Obligation } from '@nuanxin/client';

export const tasksTexts = {
  intro: '年度方案的全部任务、时限和责任单位。',
  noPlan: '这一年还没有方案。请在左上方换一个年度。',
  tabs: {
    tasks: (count?: number) => `任务（${count ?? '…'}）`,
    obligations: '应报事项',
    deadlines: (count?: number) => `时限（${count ?? '…'}）`,
    phases: '阶段',
  },
  parts: { obligations: '应报事项', deadlines: '时限', phases: '阶段', groups: '责任单位组' } as Record<
    string,
    string | undefined
  >,
  columns: {
    task: '任务',
    schedule: '时限',
    lead: '牵头单位',
    support: '配合单位',
    tracking: '完成依据',
    turn: '轮到谁',
  },
  nextDeadline: (day: string) => `下一时限 ${day}`,
  pastDeadline: (day: string) => `已过时限 ${day}`,
  turn: {
    upcoming: (period: string) => `${period}：未开始`,
    open: (period: string, who: string) => `${period}：${who}待办`,
    someLate: (period: string, who: string, late: number) => `${period}：${who}待办，${late} 个逾期`,
    allLate: (period: string, who: string) => `${period}：${who}逾期`,
    done: '均已完成',
  },
  unitCount: (count: number) => `${count} 个单位`,
  deadlineColumns: { due: '最后一天', period: '报送期', task: '任务', opens: '开始' },
  phaseState: { past: '已过', current: '当前阶段', future: '未到' },
  phaseMonths: (from: string, to: string) => `${from} 至 ${to}`,
};

export const taskDrawerTexts = {
  schedule: '时限',
  belongs: '工作任务',
  source: (source: string) => `依据：${source}`,
  /** Of the plan that the product brings; the office's own are shown as they were entered. */
  sources: {
    notice: '通知原文',
    'due date assumed: end of year': '通知未定日期，按年末推定',
    'due date assumed: end of phase': '通知未定日期，按阶段末推定',
    'no date in the notice: followed by its records, nothing falls due': '通知未定日期，以台账跟踪',
    'notice; opened when the survey is announced': '通知原文，调查通知下达后开始',
  } as Record<string, string>,
  edit: '编辑',
  retire: '停用',
  restore: '恢复',
  retireTitle: (task: string) => `停用任务：${task}`,
  restoreTitle: (task: string) => `恢复任务：${task}`,
  retired: '已停用',
  retiredHint: '不再产生应报事项；已报送和登记的仍可查看',
  lead: '牵头单位',
  support: '配合单位',
  tracking: '完成依据',
  byOffice: '（不由台账判定，由区民生办登记）',
  basis: (task: string, codes: string) => `任务编号 ${task}；依据：通知要求 ${codes}`,
  noObligations: '此任务长期开展，不设时限，没有应报事项。',
  noWindows: '此任务在窗口期内完成，现在没有窗口期。收到上级通知后由区民生办开启，随即列出应报单位和最后一天。',
  unit: '单位',
  due: '最后一天',
  status: '状态',
  selectAll: '全选',
  selectHint: '勾选单位后登记办结',
  settle: (count: number) => `登记办结 ${count} 个单位`,
  unsettle: '取消登记',
  unsettled: '已取消登记',
  settled: '已登记办结',
  unsettleAsk: (what: string) => `将取消 ${what} 的办结登记，这些单位重新列为未办。`,
  what: (count: number, task: string) => `${count} 个单位“${task}”`,
};

export const obligationTexts = {
  columns: { due: '最后一天', period: '报送期', unit: '单位', task: '任务', status: '状态', submitted: '报送时间' },
  filters: {
    period: '全部报送期',
    unit: '全部单位',
    task: '全部任务',
    status: '全部状态',
    tracking: '全部完成依据',
  },
  /** In the order in which the office looks for them; their words are those of the lamps. */
  statuses: [
    'overdue',
    'returned',
    'open',
    'submitted',
    'accepted',
    'upcoming',
    'exempt',
  ] satisfies Obligation['status'][],
  due: '已到期或将到期',
  soon: '将到期',
  requested: '有延期申请',
  requestedCount: (count: number) => `延期申请 ${count} 件`,
  notReported: '不以报送完成的',
  empty: '没有符合条件的应报事项。可放宽筛选条件。',
  measure: '项',
  /** The drawer. */
  title: (task: string, period: string, unit: string) => `${task} · ${period} · ${unit}`,
  opens: '开始',
  dueOn: '最后一天',
  status: '状态',
  handedIn: '报送时间',
  correction: '改正至',
  corrected: (day: string) => `改正至 ${day}`,
  extension: '延期',
  extended: (day: string, reason: string) => `延至 ${day}（${reason}）`,
  request: '延期申请',
  earlierRequests: '以前的申请',
  exemption: '免报',
  settlement: '办结',
  settledOn: (day: string, note: string) => (note ? `${day}（${note}）` : day),
  notHandedIn: '尚未报送',
  openSubmission: '查看报送',
  revokeExtension: '取消延期',
  revokeExemption: '取消免报',
  revokeExtensionAsk: (unit: string) => `取消后，${unit}仍按方案的时限报送，可能随即逾期。`,
  revokeJudgedAsk: (unit: string) => `${unit}已经报送。取消后按方案的时限重新判定，可能由按时改为迟报。`,
  revokeExemptionAsk: (unit: string) => `取消后，${unit}此项重新列为应报，可能随即逾期。`,
  extensionRevoked: '已取消延期',
  exemptionRevoked: '已取消免报',
};

/** How far an obligation is that records fulfil. */
export const recordsProgressTexts = {
  title: '台账',
  counts: (words: string) => `计入：${words}`,
  done: (day: string) => `${day} 达到要求`,
  open: '看台账',
  nothing: (day: string, reason: string) => `${day} 报本期无：${reason}`,
  ways: '两种完成方式：登记台账达到要求，当日即办结；确实没有的，报“本期无”并说明原因。',
};

export const nothingTexts = {
  verb: '报本期无',
  takeBack: '撤回本期无',
  title: (unit: string, task: string) => `报本期无：${unit} · ${task}`,
  effect: '报后此项即为办结，原因留存备查；以后登记了台账的，以台账为准。',
  reason: '原因',
  reasonHint: '原因（必填）',
  reasonNeeded: '请填写原因',
  stated: '已报本期无',
  takenBack: '已撤回本期无',
  stale: '该事项刚被他人修改，已读取最新内容；请核对后再提交。',
};

export const grantTexts = {
  stale: '该事项刚被他人修改，已读取最新内容；请核对后再提交。',
  title: (kind: string, unit: string, period: string) => `${kind}：${unit} ${period}`,
  now: (day: string) => `现在的最后一天：${day}`,
  until: '延期至',
  pickDay: '选择日期',
  effect: '免报后，该单位此项不再计入应报和逾期。',
  dayNeeded: (last: string) => `请选择延期到哪一天，须晚于 ${last}`,
  /** By what is granted, asked for or answered. */
  kinds: {
    extension: {
      name: '延期',
      submit: '同意延期',
      text: '原因',
      hint: '原因（必填，将记入操作记录）',
      needed: '请填写原因',
      done: (unit: string, day: string) => `${unit}延期至 ${day}`,
    },
    change: {
      name: '修改延期',
      submit: '修改延期',
      text: '原因',
      hint: '原因（必填，将记入操作记录）',
      needed: '请填写原因',
      done: (unit: string, day: string) => `${unit}延期已改为至 ${day}`,
    },
    exemption: {
      name: '免报',
      submit: '同意免报',
      text: '原因',
      hint: '原因（必填，将记入操作记录）',
      needed: '请填写原因',
      done: (unit: string) => `${unit}已免报`,
    },
    ask: {
      name: '申请延期',
      submit: '申请延期',
      text: '原因',
      hint: '原因（必填），如：村级数据尚未汇总',
      needed: '请填写原因',
      done: (_: string, day: string) => `已申请延期至 ${day}`,
    },
    grant: {
      name: '同意延期',
      submit: '同意延期',
      text: '答复',
      hint: '答复（选填，单位可见）',
      needed: '',
      done: (unit: string, day: string) => `已同意${unit}延期至 ${day}`,
    },
    refuse: {
      name: '不同意延期',
      submit: '不同意',
      text: '原因',
      hint: '原因（必填，单位可见）',
      needed: '请填写原因',
      done: (unit: string) => `已答复${unit}：不同意延期`,
    },
  },
};

/** An answer to a request that waits no more, because somebody else was first. */
export const overtakenTexts = {
  notSent: '申请已有变化，您的答复没有发出：',
  by: (who: string, at: string) => `${who} ${at} `,
  granted: (by: string, day: string, answer: string | null) => `${by}已同意延期至 ${day}${answer ? `：${answer}` : ''}`,
  refused: (by: string, answer: string | null) => `${by}已答复不同意：${answer ?? ''}`,
  revoked: (by: string) => `${by}已取消同意过的延期`,
  unneeded: (by: string) => `${by}已免报，不再需要延期`,
  withdrawn: () => '该单位已撤回申请',
  pending: () => '该单位已报送或办结，不再需要答复',
  gone: '申请已不存在',
  typed: '您填写的内容：',
  copy: '复制',
  copied: '已复制',
};

/** A unit's request for a later due day. */
export const requestTexts = {
  tag: '申请延期',
  asked: (day: string, reason: string) => `申请延至 ${day}：${reason}`,
  by: (who: string, at: string) => `${who} ${at}`,
  states: {
    waiting: '等待答复',
    pending: '已报送，不再需要答复',
    granted: '同意',
    refused: '不同意',
    withdrawn: '已撤回',
    revoked: '同意',
    unneeded: '免报，不再需要延期',
  },
  revoked: '取消了延期',
  decided: (who: string, at: string, state: string, answer: string | null) =>
    `${who} ${at} ${state}${answer ? `：${answer}` : ''}`,
  /** What the unit reads on its own page. */
  waiting: (day: string, reason: string) => `已申请延期至 ${day}（等待答复），原因：${reason}`,
  granted: (day: string, answer: string | null) => `区民生办已同意延期至 ${day}${answer ? `：${answer}` : ''}`,
  refused: (day: string, answer: string | null) => `申请延期至 ${day}，区民生办不同意：${answer ?? ''}`,
  takenBack: (at: string, day: string) => `区民生办 ${at} 取消了已同意的延期，请于 ${day} 前（含当天）报送`,
  unneeded: (at: string, day: string, mayAsk: boolean) =>
    `您 ${at} 提出的延期至 ${day} 的申请因免报未答复，${mayAsk ? '仍需要的请重新申请' : '仍需要的请与区民生办联系'}`,
  earlier: (count: number) => `以前的延期申请 ${count} 件`,
  withdraw: '撤回',
  withdrawn: '已撤回延期申请',
};

export const settleTexts = {
  title: (what: string) => `登记办结：${what}`,
  day: '办结日期',
  note: '说明',
  noteHint: '依据或说明（选填）',
  dayNeeded: '请选择办结日期',
  submit: '登记办结',
};

interface Window {
  task: string;
  lead: string;
  support: string;
  words: string;
}

/** Who is to do it, and that nothing falls due for those who help. */
const ownedBy = ({ task, lead, support }: Window): string =>
  `“${task}”由${lead}在窗口期内完成。${
    support ? `配合单位（${support}）不产生应报事项；要由它们逐个完成的，请先在任务中改为牵头单位。` : ''
  }`;

/** Windows of an ad hoc task, such as 省民调期间 (R79). */
export const windowTexts = {
  acts: {
    open: {
      name: '开启窗口期',
      title: () => '开启窗口期',
      submit: '开启窗口期',
      intro: ownedBy,
      done: (words: string) => `已开启窗口期 ${words}。`,
    },
    change: {
      name: '修改',
      title: (name: string) => `修改窗口期“${name}”`,
      submit: '保存',
      intro: ownedBy,
      done: (words: string) => `已保存窗口期 ${words}。`,
    },
    close: {
      name: '提前结束',
      title: (name: string) => `提前结束窗口期“${name}”`,
      submit: '提前结束',
      intro: ({ words }: Window) => `最后一天改为今天：${words}，今天仍可办理。`,
      done: (words: string) => `已提前结束窗口期 ${words}。`,
    },
    remove: {
      name: '删除',
      title: (name: string) => `删除窗口期“${name}”`,
      submit: '删除窗口期',
      intro: ({ task, words }: Window) => `“${task}”不再有窗口期 ${words}，相应的应报事项一并取消。`,
      done: (words: string) => `已删除窗口期 ${words}。`,
    },
  },
  actOn: (act: string, name: string) => `${act}窗口期“${name}”`,
  stays: '这个窗口期已有报送、登记、催办，或者已过最后一天，不能删除。',
  name: '名称',
  nameHint: '如 省民调',
  days: '起止日期',
  whole: '此窗口期',
  present: '在任务中',
  removed: '已删除',
  incomplete: '请填写名称和起止日期',
};

export const scheduleTexts = {
  windowName: '窗口期名称',
  windowOpens: '开始日期',
  windowDue: '最后一天',
  addWindow: '增加窗口期',
  removeWindow: (name: string) => `去掉窗口期“${name}”`,
  remove: '去掉',
  label: '时限规则',
  kinds: {
    once: '一次性',
    next_quarter: '每季度（下季度首个工作日前）',
    quarter_end: '每季度（季度末前）',
    continuous: '长期开展',
    adhoc: '另行通知',
  },
  opens: '开始',
  withPhase: '随所属阶段',
  due: '最后一天',
  inclusive: '首个工作日当日仍算按时',
  first: '第一季度另定最后一天',
  asOthers: '与其他季度相同',
  incomplete: '请选择最后一天。',
  nothingDue: '不设时限，不产生应报事项。',
  columns: { period: '报送期', opens: '开始', due: '最后一天' },
};

export const criterionTexts = {
  label: '完成条件',
  kept: '保持现有条件',
  none: '不由台账判定（由区民生办登记办结）',
  kinds: {
    at_least: '台账达到条数',
    each: '组内每个单位都有台账',
    materials: '资料都已发放',
    every: '全部项目点位都已登记',
    closed: '问题全部销号',
  },
  records: '台账',
  of: { unit: '每个单位', all: '全区合计' },
  least: '至少',
  group: '责任单位组',
  any: '不限',
  months: '月份',
  month: (month: number) => `${month}月`,
};

export const taskEditTexts = {
  add: '新增任务',
  intro: '随填随看各期最后一天；保存前先看会变动哪些时限和应报事项。',
  code: '任务编号',
  codeHint: '字母、数字、点和短横，如 T4.3；年度内不重复',
  codeFixed: '编号建立后不改，各年度按编号对照',
  codeNeeded: '请填写任务编号，只用字母、数字、点和短横',
  title: '任务',
  titleNeeded: '请填写任务名称',
  workstream: '工作任务',
  phase: '所属阶段',
  phaseHint: '没有另定开始日期的，随阶段开始',
  noPhase: '不属于某一阶段',
  lead: '牵头单位',
  leadHint: '牵头单位应报；配合单位不产生应报事项',
  leadNeeded: '请至少选择一个牵头单位',
  support: '配合单位',
  choose: '选择单位或责任单位组',
  groups: '责任单位组',
  units: '单位',
  unitCount: (count: number) => `${count} 个单位`,
  schedule: '时限规则',
  dueNeeded: '请选择最后一天',
  tracking: '完成依据',
  form: '报表',
  requirements: '要求编号',
  requirementsHint: '通知中的编号，如 R42、R48',
  requirementsBad: '编号应为 R 加数字，以顿号分开，如 R42、R48',
  source: '时限依据',
  sourceHint: '如：通知原文、区政府办通知',
  whole: '此任务',
  inUse: '在用',
  preview: (year: number) => `${year}年的时限`,
  leave: '返回',
  unsaved: '有尚未保存的内容，离开后将丢失。',
  leaveAnyway: '不保存，离开',
};
