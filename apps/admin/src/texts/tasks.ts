import type { Obligation } from '@nuanxin/client';

export const tasksTexts = {
  intro: '年度方案的全部任务、时限和责任单位。',
  noPlan: '这一年还没有方案。请在左上方换一个年度。',
  tabs: {
    tasks: (count: number) => `任务（${count}）`,
    obligations: '应报事项',
    deadlines: (count: number) => `时限（${count}）`,
    phases: '阶段',
  },
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
  source: (source: string) => `依据：${source}`,
  sources: { notice: '通知原文' } as Record<string, string>,
  lead: '牵头单位',
  support: '配合单位',
  tracking: '完成依据',
  byOffice: '（不由台账判定，由区民生办登记）',
  basis: (task: string, codes: string) => `任务编号 ${task}；依据：通知要求 ${codes}`,
  noObligations: '此任务长期开展，不设时限，没有应报事项。',
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
  requested: '有延期申请',
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
  extension: '延期',
  extended: (day: string, reason: string) => `延至 ${day}（${reason}）`,
  request: '延期申请',
  exemption: '免报',
  settlement: '办结',
  settledOn: (day: string, note: string) => (note ? `${day}（${note}）` : day),
  notHandedIn: '尚未报送',
  openSubmission: '查看报送',
  revokeExtension: '取消延期',
  revokeExemption: '取消免报',
  revokeExtensionAsk: (unit: string) => `取消后，${unit}仍按方案的时限报送，可能随即逾期。`,
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
  dayNeeded: '请选择延期到哪一天',
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
  },
  decided: (who: string, at: string, state: string, answer: string | null) =>
    `${who} ${at} ${state}${answer ? `：${answer}` : ''}`,
  /** What the unit reads on its own page. */
  waiting: (day: string) => `已申请延期至 ${day}（等待答复）`,
  granted: (day: string, answer: string | null) => `区民生办已同意延期至 ${day}${answer ? `：${answer}` : ''}`,
  refused: (day: string, answer: string | null) => `申请延期至 ${day}，区民生办不同意：${answer ?? ''}`,
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
