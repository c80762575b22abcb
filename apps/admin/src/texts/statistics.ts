import type { Coverage, Figure } from '@nuanxin/client';
import { figureBasisLabel, figureGroupLabel, figureSpanLabel, type Standing } from '@nuanxin/domain';
import { number as n } from '../shared/format.ts';

export const statisticsTexts = {
  intro: '数字都取自各单位报送的报表，不用另外填报。点任何一个数，看它由哪些报送构成。',
  sample: '报表为样表，以办公室正式下发的附件7为准。',
  filters: {
    quarter: '季度',
    span: '统计口径',
    by: '分组',
    kind: '全部单位类型',
    basis: '计入范围',
    section: '工作任务',
  },
  spans: figureSpanLabel,
  by: figureGroupLabel,
  bases: figureBasisLabel,
  kinds: { township: '乡镇', department: '区直部门', media: '宣传媒体单位' },
  columns: {
    field: '指标',
    value: '合计',
    before: '上年同期',
    change: '增减',
    reports: '已填 / 应填',
    group: { unit: '单位', kind: '单位类型', quarter: '季度', phase: '阶段' },
    handedIn: '计入 / 应报',
  },
  stock: '期末数',
  stockHint: '期末数不累计：取最后一个季度的报送',
  table: '统计表',
  measure: (measure: string) => `（${measure}）`,
  of: (counted: number, owed: number) => `${n(counted)} / ${n(owed)}`,
  change: ({ value, before }: Figure) => {
    if (value === null || before === null) return '';
    const more = value - before;
    const rate = before === 0 ? '' : `（${more >= 0 ? '+' : '−'}${Math.abs((more / before) * 100).toFixed(1)}%）`;
    return `${more > 0 ? '+' : more < 0 ? '−' : ''}${n(Math.abs(more))}${rate}`;
  },
  coverage: {
    title: '报送情况',
    counted: ({ counted, owed }: Coverage) => `应报 ${n(owed)} 份，计入 ${n(counted)} 份`,
    parts: { accepted: '已通过', waiting: '待审', returned: '退回待改', missing: '逾期未报', open: '未到期未报' },
    notCounted: '未计入：',
    within: '其中：',
    late: (count: number) => `已报的有 ${n(count)} 份迟报`,
    part: (label: string, count: number) => `${label} ${n(count)}`,
    all: '应报的都已计入。',
    nothing: '这一季度还没有开始，或者没有单位应报。',
  },
  blank: '—',
  empty: '没有可统计的报送。',
};

export const summaryTexts = {
  button: '附件7 汇总表',
  hint: '全年各季度和累计，每单位一行，按当前的计入范围；可直接打印的 Excel 表格',
};

export const sourceTexts = {
  title: (label: string, of: string) => `${label} · ${of}`,
  sum: ({ value, reports, owed }: Figure, measure: string) =>
    value === null
      ? `没有数：应填的 ${n(owed)} 份报送都没有填或没有计入。`
      : `${n(value)} ${measure}，由 ${n(reports)} 份报送相加；应填 ${n(owed)} 份。`,
  before: ({ before, reportsBefore }: Figure, measure: string) =>
    before === null ? '上年同期没有数。' : `上年同期 ${n(before)} ${measure}，由 ${n(reportsBefore)} 份相加。`,
  columns: { unit: '单位', period: '季度', standing: '报送', value: '数', records: '依据' },
  standings: {
    accepted: { sign: '✓', word: '已通过', tone: 'green' },
    waiting: { sign: '●', word: '待审', tone: 'green' },
    returned: { sign: '!', word: '退回待改', tone: 'amber' },
    missing: { sign: '✕', word: '逾期未报', tone: 'red' },
    open: { sign: '○', word: '未到期', tone: 'grey' },
  } satisfies Record<Standing, { sign: string; word: string; tone: string }>,
  late: '迟报',
  notCounted: '未计入',
  blank: '未填',
  records: '台账记录',
  onlyOpen: '只看没有计入的',
};

export const figureViewTexts = {
  title: '常用统计',
  current: (name: string) => `常用统计：${name}`,
  none: '还没有常用统计。选好季度、分组等，存下来，以后一点就到。',
  save: '保存当前选择…',
  shared: '已共享',
  sharedBy: (owner: string) => `${owner}共享`,
  dialog: '保存为常用统计',
  name: '名称',
  hint: '如：乡镇季度累计；年度以查看时选的为准',
  share: '共享给所有人',
  nameNeeded: '请填写名称',
  submit: '保存',
  writeOver: '覆盖同名的',
  saved: (name: string) => `已保存常用统计“${name}”。`,
  kept: '已保存的',
  remove: '删除',
  removeOf: (name: string) => `删除常用统计“${name}”`,
  removed: (name: string) => `已删除常用统计“${name}”。`,
};
