export const calendarTexts = {
  intro: '时限、放假和调休上班。放假安排未公布的年份为推算，时限标暂定。',
  views: { month: '月', year: '年', notices: '放假安排' },
  entered: (year: number) => `${year}年放假安排已录入。`,
};

/** Months and years with what falls due. */
export const daysTexts = {
  year: (year: number) => `${year}年`,
  month: (year: number, month: number) => `${year}年${month}月`,
  earlier: { month: '上个月', year: '上一年' },
  later: { month: '下个月', year: '下一年' },
  today: '今天',
  allDeadlines: '全部时限',
  unit: '单位',
  download: (year: number, unit?: string) =>
    unit ? `下载 ${unit} ${year} 年应报事项（.ics）` : `下载 ${year} 年方案时限（.ics）`,
  downloadHint: '日历文件，可导入手机、Outlook、WPS 等日历',
  /** Signs beside the day. */
  off: '休',
  work: '班',
  projected: '推算',
  offLong: (name: string | null) => (name ? `${name}放假` : '放假'),
  workLong: '调休上班',
  offProjected: '推算放假',
  deadlines: (count: number) => `${count} 个时限`,
  owed: (count: number) => `${count} 项应报`,
  count: (count: number) => `${count}项`,
  more: (count: number) => `…还有 ${count} 项`,
  less: '收起',
  legend: '休：放假　班：调休上班',
  keys: '点选某一天后：方向键换日，PageUp、PageDown 换月，t 回到今天，回车进入当日事项',
  projectedYear: (year: number) => `${year}年放假安排尚未公布：放假日为推算，没有调休上班日，时限为暂定。`,
  gridLabel: (month: string, what: string) => `${month}${what}`,
  all: '的时限',
  own: '的应报事项',
  noPlan: (year: number) => `${year}年还没有年度方案，所以没有${year}年的时限。`,
  nothing: '这个月没有时限。',
  nothingOwed: '这个月没有应报事项。',
};

/** The notices of the years. */
export const noticeTexts = {
  year: (year: number) => `${year}年`,
  status: { published: '已公布', projected: '推算，尚未公布' },
  issued: (day: string) => `（${day} 印发）`,
  edit: '修改',
  enter: '录入放假安排',
  off: '放假',
  makeup: '调休上班',
  noMakeup: '无',
  makeupUnknown: '待公布',
  missing: (year: number) => `${year}年放假安排还没有录入，${year}年的时限都是暂定。`,
  enterYear: (year: number) => `录入${year}年放假安排`,
};

/** What a notice does to deadlines, before and after it is entered. */
export const changeTexts = {
  moved: (count: number) => (count > 0 ? `${count} 个时限变动：` : '没有时限变动。'),
  columns: { task: '任务', period: '报送期', from: '原最后一天', to: '新最后一天', units: '单位' },
  confirmed: (count: number) => `另有 ${count} 个时限日期不变，由暂定改为确定`,
  units: (count: number) => `${count} 个`,
  isOver: '已过',
  overdue: '逾期',
  becameOverdue: (count: number) => `${count} 项应报由待报变为逾期`,
  noLongerOverdue: (count: number) => `${count} 项应报不再逾期`,
  late: '迟报',
  becameLate: (count: number) => `${count} 份已报的由按时改判为迟报`,
  noLongerLate: (count: number) => `${count} 份已报的由迟报改判为按时`,
  told: (count: number) => `在“我的报送”告知 ${count} 个单位：还欠着的事项，最后一天从哪天改到哪天`,
};

export const calendarDialogTexts = {
  title: (year: number) => `${year}年放假安排`,
  paste: '粘贴通知',
  pasteHint: (year: number) =>
    `国务院办公厅关于${year}年部分节假日安排的通知原文，或从 Word、Excel 复制的表格，或 CSV（节日,开始,结束,调休上班；几个上班日用分号隔开）`,
  read: '读取',
  readDone: (holidays: number, makeup: number) =>
    `读出 ${holidays} 个节日、${makeup} 个调休上班日，已填入下表，请核对。`,
  unread: '以下没有读懂或有出入，请核对：',
  fault: (line: number, detail: string) => (line > 0 ? `第 ${line} 行：${detail}` : detail),
  notice: '文号',
  noticeHint: '国办发明电〔…〕…号',
  issuedOn: '印发日期',
  holidays: '放假',
  name: '节日',
  from: '第一天',
  to: '最后一天',
  addHoliday: '加一个节日',
  makeup: '调休上班',
  makeupDay: '上班日',
  addMakeup: '加一个上班日',
  remove: (what: string) => `删去${what}`,
  removeShort: '删去',
  noticeNeeded: '请填写文号',
  rowNeeded: '请填写节日、第一天和最后一天',
  preview: '预览时限变动',
  previewed: '录入后（现在还没有保存）',
  save: '录入并重算时限',
  days: (name: string, from: string, to: string) => `${name} ${from} 至 ${to}`,
};
