import type { ProblemAction, ProblemSign } from '@nuanxin/domain';

/** Page of the problem register (问题台账). */
export const problemTexts = {
  intro: '走访、督查、回访中发现的问题：交办到单位，限期整改，核验后销号。',
  introOwn: (unit: string) => `${unit}发现的问题，和交办给${unit}整改的问题。`,
  register: '登记问题',
  measure: '个问题',
  empty: '没有符合条件的问题。',
  emptyAll: '还没有登记问题。走访、督查中发现问题后在这里登记。',
  filters: {
    q: '编号、问题或地点',
    state: '全部状态',
    lamp: '全部亮灯',
    assignee: '全部整改单位',
    unit: '全部发现单位',
    source: '全部来源',
    project: '全部项目',
    sort: '排序',
  },
  open: '未销号（全部）',
  lamps: {
    red: '红灯：逾期',
    yellow: '黄灯：将到期、退回',
    grey: '灰灯：未交办、整改中',
    green: '绿灯：已报结果、已销号',
  },
  sorts: { '-no': '按编号，新的在前', due: '按整改期限' },
  columns: {
    no: '编号',
    description: '问题',
    found: '发现',
    assignee: '整改单位',
    due: '整改期限',
    lamp: '亮灯',
    act: '办理',
  },
  no: (no: number) => `第 ${no} 号`,
  selectAll: '全选',
  select: (no: number) => `选择第 ${no} 号问题`,
  selected: (count: number) => `已选 ${count} 个`,
  clear: '取消选择',
  assignAll: (count: number) => `交办 ${count} 个`,
  closeAll: (count: number) => `销号 ${count} 个`,
  notAll: '所选问题的状态不同，没有可以一起办理的步骤。',
  onlyHint: '勾选未交办的可一起交办，待销号的可一起销号。',
  toDo: '等您整改',
  toDoCount: (count: number) => `${count} 个`,
  toDoDue: (day: string) => `期限 ${day}`,
  late: (days: number) => `逾期 ${days} 个工作日`,
  lateDone: (days: number) => `迟 ${days} 日报`,
  deletedSite: (title: string) => `${title}（点位已删除）`,
  projectShort: (no: number, name: string) => `${no} ${name}`,
  /** The drawer. */
  facts: {
    found: '发现',
    source: '来源',
    place: '地点',
    project: '民生实事项目',
    site: '项目点位',
    record: '走访记录',
    assignee: '整改单位',
    due: '整改期限',
    rectification: '整改结果',
    closed: '销号日期',
    registered: '登记',
  },
  sentBack: '退回意见',
  history: '办理过程',
  edit: '修改',
  /** Assigning again what a unit has already. */
  reassign: '改交、改期',
  notAssigned: '尚未交办',
  registeredBy: (who: string, when: string) => `${who} ${when}`,
  assignedTo: (unit: string, day: string | null) => (day ? `交 ${unit}，期限 ${day}` : `交 ${unit}`),
  dueFrom: (day: string) => `期限 ${day}`,
  registerStep: '登记',
  fromReport: '登记为问题',
  /** On the first page. */
  overview: '问题整改：',
  overviewOpen: (count: number) => `未销号 ${count}`,
  overviewMine: (count: number) => `等本单位整改 ${count}`,
  overviewOverdue: (count: number) => `逾期 ${count}`,
};

/** The sign beside the colour: a lamp is never told by its colour alone. */
export const problemMarks: Record<ProblemSign, string> = {
  unassigned: '○',
  in_time: '○',
  due_soon: '◔',
  sent_back: '◐',
  overdue: '■',
  submitted: '●',
  verified: '●',
  closed: '✓',
  void: '—',
};

/** The dialog of each step; `what` is one problem's number or how many there are. */
export const stepTexts: Record<
  ProblemAction,
  {
    title: (what: string) => string;
    effect: string;
    comment: string;
    hint: string;
    needed: string;
    done: (what: string) => string;
  }
> = {
  assign: {
    title: (what) => `交办${what}`,
    effect: '交办后由整改单位限期整改并报结果。',
    comment: '交办要求',
    hint: '整改要求（选填），单位可见',
    needed: '',
    done: (what) => `${what}已交办`,
  },
  submit: {
    title: (what) => `报${what}的整改结果`,
    effect: '报送后由区民生办核验，核验通过后销号。',
    comment: '整改结果',
    hint: '做了什么、何时完成、现在怎样',
    needed: '请填写整改结果',
    done: (what) => `${what}的整改结果已报送`,
  },
  verify: {
    title: (what) => `核验通过${what}`,
    effect: '整改结果属实、到位。核验通过后可以销号。',
    comment: '核验意见',
    hint: '核验情况（选填）',
    needed: '',
    done: (what) => `${what}已核验通过`,
  },
  send_back: {
    title: (what) => `退回${what}，继续整改`,
    effect: '退回后单位按意见继续整改，原期限不足3个工作日的顺延到3个工作日。',
    comment: '退回意见',
    hint: '哪里没有改到位、还要做什么',
    needed: '请填写退回意见，单位据此整改',
    done: (what) => `${what}已退回整改`,
  },
  close: {
    title: (what) => `${what}销号`,
    effect: '销号后不再列入未整改的问题；再次发现可重新登记。',
    comment: '说明',
    hint: '说明（选填）',
    needed: '',
    done: (what) => `${what}已销号`,
  },
  void: {
    title: (what) => `作废${what}`,
    effect: '作废后不再需要整改，编号保留。',
    comment: '作废原因',
    hint: '如与第几号重复、不属于本区办理',
    needed: '请填写作废原因',
    done: (what) => `${what}已作废`,
  },
  reopen: {
    title: (what) => `重新登记${what}`,
    effect: '保留原编号和办理过程，整改单位和期限清空，需要重新交办。',
    comment: '原因',
    hint: '如回访时又发现',
    needed: '请填写重新登记的原因',
    done: (what) => `${what}已重新登记`,
  },
};

export const stepDialogTexts = {
  one: (no: number) => `第 ${no} 号问题`,
  many: (count: number) => `${count} 个问题`,
  assignee: '整改单位',
  ownUnits: '各自的发现单位',
  due: '整改期限',
  dueHint: '不选：交办后10个工作日',
  dueHintKept: '不选：原期限不变',
  dueHintBack: '不选：按上述规则',
  stale: '该问题刚被他人办理，已读取最新内容；请核对后再提交。',
};

export const registerTexts = {
  title: '登记问题',
  titleEdit: (no: number) => `修改第 ${no} 号问题`,
  submit: '登记',
  save: '保存',
  about: '关联',
  source: '来源',
  foundOn: '发现日期',
  foundOnHint: '不选：今天',
  unit: '发现单位',
  unitHint: '在哪个单位发现',
  description: '问题',
  descriptionHint: '一条写一个问题：在哪里、是什么情况。不写姓名、身份证号',
  place: '地点',
  placeHint: '如 仙源村村口（选填）',
  project: '项目',
  projectHint: '涉及的民生实事项目（选填）',
  needed: { description: '请写明是什么问题', unit: '请选择发现单位' },
  done: (no: number) => `已登记为第 ${no} 号问题`,
  saved: (no: number) => `第 ${no} 号问题已修改`,
};
