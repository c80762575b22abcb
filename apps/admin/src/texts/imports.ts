import type { Import, ImportRow, Progress } from '@nuanxin/client';
import { number } from '../shared/format.ts';

export const importsTexts = {
  intro: '先检查、后写入：逐行说明哪些合格、哪里有误，确认无误再写入；同一文件重复导入不会重复写入。',
  back: '返回数据导入',
  period: '报送期',
  periodFromFile: '由文件中读取',
  choose: '选择文件',
  template: '下载报表模板',
  importSheet: (name: string) => `导入“${name}”`,
  drop: '或把文件拖到页面上，可一次放入多个，也可以是 .zip 压缩包。支持报表 .xlsx、.xls、.csv（汇总表、单位表均可）和工作小结 .docx，各不超过 20 MB；.doc、.wps 只作附件。',
  fileLabel: '选择报表文件',
  checking: (name: string, at: number, all: number) => `正在检查${all > 1 ? `第 ${at} / ${all} 个：` : ' '}${name} …`,
  tooLarge: (name: string) => `“${name}”超过 20 MB`,
  refusedFile: (name: string) => `“${name}”没有导入`,
  /** What to do about a refusal, after the service's own sentence. */
  remedies: {
    file_refused: '请在 WPS 或 Office 中打开，报表另存为 .xlsx、小结另存为 .docx 后重新导入。',
    period_unknown: '请在上面选择报送期，再重新选择文件。',
    period_mismatch: '请核对文件中的年度、季度与所选的报送期，或清空报送期由表中读取。',
    period_not_planned: '请核对年度和季度；如年度方案尚未建立，请先建立。',
    personal_info: '请在文件中删去身份证号码后重新导入；本系统只收汇总数。',
    body_too_large: '请拆分后分次导入。',
    file_missing: '请重新选择文件。',
    import_timeout: '请拆分后分次导入。',
  } as Record<string, string>,
  dropNow: '松开鼠标，检查文件',
  again: '导入另一个文件，或改正后重新导入',
  recent: '最近的导入',
  empty: '还没有导入过文件。',
  columns: {
    file: '文件',
    period: '报送期',
    status: '结果',
    accepted: '合格',
    rejected: '不合格',
    confirm: '待确认',
    by: '导入人',
    at: '时间',
  },
  shortStatus: { checked: '已检查，未写入', committed: '已写入', refused: '未写入' } satisfies Record<
    Import['status'],
    string
  >,
};

const ofRows = ({ done, total }: Progress): string => `第 ${number(done)} 行，共 ${number(total)} 行`;

export const progressTexts = {
  sending: (name: string) => `正在处理“${name}”…`,
  steps: {
    wait: ({ total }) => `排队等候：前面还有 ${total} 个文件`,
    read: () => '正在打开文件…',
    rows: (progress) => `正在读数：${ofRows(progress)}`,
    check: (progress) => `正在核对：${ofRows(progress)}`,
    write: (progress) => `正在写入报送：${ofRows(progress)}`,
    store: (progress) => `正在保存结果：${ofRows(progress)}`,
  } satisfies Record<Progress['step'], (progress: Progress) => string>,
};

/** Several files that were checked together. */
export const checkedTexts = {
  title: (count: number) => `刚检查的 ${count} 个文件`,
  layout: '类型',
  rows: '各行结果',
  refused: '未导入',
  replay: '此前已导入，没有重复写入',
  units: (count: number) => `${count} 个单位`,
  counts: (accepted: number, rejected: number, confirm: number) =>
    [
      ...(accepted ? [`合格 ${accepted}`] : []),
      ...(rejected ? [`不合格 ${rejected}`] : []),
      ...(confirm ? [`待确认 ${confirm}`] : []),
    ].join('，'),
  write: (count: number) => `写入没有问题的 ${count} 个`,
  clear: '收起',
};

/** The outcome of a work summary. */
export const summaryTexts = {
  unit: '单位',
  length: (count: number) => `${count} 字`,
  none: '文档中没有',
  fill: (unit: string) => `填入“${unit}”的报送`,
  confirm: (count: number) => `我已核对以下 ${count} 处，按文件填入`,
  done: (unit: string) => `已填入“${unit}”的报送，原件留作附件；尚未报送的，仍须填报情况统计表。`,
  attached: (unit: string) => `已作为“${unit}”报送的附件保存，文字没有提取。`,
  refused: '没有写入：有不合格或未确认的地方，见下面的说明。',
};

/** What was read in one row. */
export const valueTexts = {
  stood: (text: string) => `表中“${text}”`,
  unread: '未读出',
  none: '这一行没有读到指标。',
};

export const outcomeTexts = {
  giveBack: '下载标注后的表格',
  status: {
    checked: '已检查，尚未写入',
    committed: '已写入',
    refused: '未写入：有不合格或未确认的行',
  } satisfies Record<Import['status'], string>,
  replay: '这份文件此前已经写入，下面是首次导入的结果，没有重复写入。',
  replayLink: '查看首次导入',
  layouts: { table: '汇总表', form: '单位表', summary: '工作小结' } satisfies Record<Import['layout'], string>,
  by: (who: string, at: string) => `${who} ${at}`,
  words: { accepted: '合格', rejected: '不合格', confirm: '待确认', ignored: '忽略' } satisfies Record<
    ImportRow['outcome'],
    string
  >,
  levels: { error: '错误', confirm: '待确认', warning: '提示' },
  filter: '按结果筛选',
  all: '全部',
  showWarnings: (count: number) => `显示提示（${count} 条，不影响写入）`,
  wholeFile: '整份文件',
  columns: {
    row: '行',
    sheet: '工作表',
    unitText: '表中单位',
    unit: '对应单位',
    outcome: '结果',
    values: '指标数',
    findings: '问题与改法',
  },
  written: '已写入',
  readsAs: (value: string | number) => `读作 ${value}`,
  showValues: (row: number) => `第 ${row} 行读到的数`,
  noneShown: '没有这类行。',
  moreRows: (shown: string, all: string) => `已显示 ${shown} 行，共 ${all} 行：继续显示`,
  confirm: (count: number) => `我已核对以下 ${count} 处，确认写入`,
  quoted: (text: string) => `“${text}”读作`,
  writeAll: (count: number) => `整份写入 ${count} 个单位`,
  cannotWriteAll: (rejected: number) => `整份写入（先处理 ${rejected} 行不合格）`,
  otherSheet: '改为导入这张工作表',
  keepSheet: '不改',
  writeValid: (count: number) => `只写入合格的 ${count} 行`,
  rejectedHint: (count: number) => `有 ${count} 行不合格：可在上面改正或不导入，或先写入合格的行。`,
  confirmHint: '有待确认之处：请核对后勾选，再整份写入。',
  done: (count: number, same: number) =>
    [
      ...(count > 0 || same === 0 ? [`已写入 ${count} 个单位的报送。`] : []),
      ...(same > 0 ? [`${same} 个单位的报送内容相同，没有另生成新版。`] : []),
    ].join(''),
  next: '等待审核：',
  refused: '没有写入：有不合格或未确认的行，见下表。',
  nextLink: '去审核',
};

/** What a row would change in the report that stands. */
export const changeTexts = {
  blank: '空',
  all: (count: number) => `全部 ${count} 项`,
  fewer: '收起',
};

/** Changes that were not read anew yet. */
export const leavingTexts = {
  title: '有改动没有应用',
  unsaved: (count: number) => `有 ${count} 处改动还没有重新检查，离开后需要重做。`,
  stay: '留在本页',
  leave: '离开',
};

/** Mending a file where it is imported. */
export const mendTexts = {
  to: '改为',
  toOf: (cell: string) => `${cell} 改为`,
  unit: '选择单位',
  unitOf: (text: string) => `“${text}”是哪个单位`,
  unitName: '填写单位名称',
  leaveOut: '不导入此行',
  leaveOutSheet: '不导入此表',
  takeIn: '恢复导入',
  stayOut: '仍不导入',
  willBeOut: '将不导入',
  willBeIn: '将恢复导入',
  leaveOutOf: (row: number, words: string) => `第 ${row} 行：${words}`,
  field: '选择指标',
  fieldOf: (text: string) => `“${text}”是哪项指标`,
  yes: '确认此读数',
  yesToChange: '确认写入',
  apply: (count: number) => `按 ${count} 处改动重新检查`,
  keep: '记住这些写法，以后自动识别',
  hint: '原文件不变；改动、原文和操作人都记入操作记录。',
};

/** The file as a sheet, mended in its cells. */
export const sheetTexts = {
  views: '查看方式',
  list: '问题清单',
  sheet: '表格预览',
  grid: (name: string) => `工作表“${name}”`,
  corner: '行号',
  side: '选中的单元格',
  sheets: '工作表',
  hidden: '（隐藏，未导入）',
  other: '（未导入）',
  problems: (count: number) => `${count} 处`,
  header: '表头',
  /** Beside the colour of a cell. */
  signs: { error: '!', confirm: '?', warning: 'i' } satisfies Record<ImportRow['findings'][number]['level'], string>,
  blank: '（空）',
  notes: {
    unit: (name: string) => `＝ ${name}`,
    header: (label: string) => `＝ ${label}`,
    reading: (value: string) => `✓ ${value}`,
  },
  position: (index: number, total: number) => {
    if (total === 0) return '没有要处理的问题';
    return index === 0 ? `共 ${total} 个问题` : `第 ${index} 个问题，共 ${total} 个`;
  },
  previous: '上一个',
  next: '下一个',
  withHints: '含提示',
  confirmAll: (count: number) => `全部确认（${count} 处近似数）`,
  confirmNone: '取消全部确认',
  keys: '方向键移动，回车修改，n / p 下一个 / 上一个问题',
  keysOfReaders: '方向键移动，n / p 下一个 / 上一个问题',
  rows: (from: string, to: string, all: string) => `第 ${from}—${to} 行，共 ${all} 行`,
  rowsBefore: (count: number) => `前 ${count} 行`,
  rowsAfter: (count: number) => `后 ${count} 行`,
  empty: '这张工作表是空的。',
  chooseOne: '点选单元格，查看原文、读数和改法。',
  unitCell: '填报单位',
  unit: '单位',
  stood: '原文',
  reads: '读作',
  unread: '未读出',
  unknownUnit: '未认出',
  cut: '……（内容过长，只显示开头；请在 Excel 中改正后重新导入）',
  changes: {
    cell: (text: string) => (text === '' ? '清空' : `改为“${text}”`),
    unit: (name: string) => `认定为“${name}”`,
    header: (label: string) => `认定为“${label}”`,
    reading: (value: string) => (value === '' ? '已确认' : `确认读作 ${value}`),
  },
  states: { pending: '待重新检查', earlier: '已生效', back: '将撤回，待重新检查' },
  undo: '撤回',
  keepIt: '不撤回',
  whichUnit: (text: string) => (text === '' ? '文件没有写明单位，按此单位导入' : `“${text}”在本文件中是指`),
  change: '修改内容',
  edit: (cell: string) => `${cell} 改为`,
  written: '这一行已写入，不能在此修改；如需更正，请到报送审核退回。',
  notImported: '这张工作表没有导入，只供查看。',
};
