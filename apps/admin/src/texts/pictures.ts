import { surveyRateLabels } from '@nuanxin/domain';
import { number as n, percent } from '../shared/format.ts';
import { common } from './common.ts';
import { lampTexts } from './lamps.ts';
import { overviewTexts } from './overview.ts';

const none = common.none;
const rate = (value: number | null): string => percent(value) || none;

/** 图表 of 统计. */
export const pictureTexts = {
  intro: '一年的报送、台账和核对结果。图中有数；点“看数据”看同样的数，再点数字到它的来处。',
  showData: '看数据',
  hideData: '收起数据',
  data: '数据',
  filters: { quarter: '季度', span: '统计口径', basis: '计入范围' },
  rate,
  timeliness: {
    title: '各季度报送是否按时、完整',
    note: '按时率 = 按时 ÷（按时 + 迟报 + 逾期未报）；完整率 = 已填指标 ÷ 应填指标。免报不在应报之内。',
    empty: '这一年还没有开始的季度报送。',
    link: '应报事项',
    parts: { onTime: '按时', late: '迟报', missing: '逾期未报', open: '未到期', exempt: '免报' },
    signs: {
      onTime: lampTexts.signs.accepted,
      late: lampTexts.lateSign,
      missing: lampTexts.signs.overdue,
      open: lampTexts.signs.open,
      exempt: lampTexts.signs.exempt,
    },
    label: (quarter: string, owed: number) => `${quarter}\n应报 ${n(owed)}`,
    notBegun: '未开始',
    end: (onTime: number | null, complete: number | null) => `按时率 ${rate(onTime)}\n完整率 ${rate(complete)}`,
    head: ['季度', '应报', '按时', '迟报', '逾期未报', '未到期', '免报', '退回待改', '按时率', '完整率'],
    words: (year: number, quarters: string[]) => `${year}年各季度报送：${quarters.join('；') || '还没有开始'}。`,
    quarter: (quarter: string, owed: number, parts: string[], onTime: number | null, complete: number | null) =>
      `${quarter}应报${n(owed)}份，${parts.join('，')}，按时率${rate(onTime)}，完整率${rate(complete)}`,
    part: (word: string, count: number) => `${word}${n(count)}`,
  },
  heat: {
    title: '单位 × 指标',
    note: '单位按方案的顺序，不排名次。颜色深浅只在同一指标的各单位之间比较；空白不是零，注明未填、未报；“—”为不承担。',
    empty: '这一范围没有可显示的报送。',
    link: '统计表',
    groups: { townships: overviewTexts.townships, others: overviewTexts.departments },
    group: '单位范围',
    section: '工作任务',
    unit: '单位',
    blank: '未填',
    notIn: '未报',
    returned: '退回',
    notOwed: none,
    field: (label: string, measure: string) => `${label}（${measure}）`,
    words: (group: string, section: string, when: string, units: number, fields: string[], lacking: number) =>
      `${when}${group}“${section}”各项指标：${n(units)} 个单位，${fields.join('、')}；没有数的 ${n(lacking)} 格，注明未填或未报。`,
  },
  channels: {
    title: '宣传信息按载体、级别',
    note: '取自宣传信息台账，按报送日期；采用为已刊播（采用）的。',
    empty: '这一范围台账中没有宣传信息。',
    link: '宣传信息台账',
    carrier: '载体',
    total: '合计',
    adopted: '其中采用',
    end: (total: number, adopted: number) => `共 ${n(total)} 篇\n采用 ${n(adopted)} 篇`,
    signs: { district: '区', city: '市', province: '省', nation: '央' } as Record<string, string>,
    words: (when: string, lines: string[]) => `${when}宣传信息：${lines.join('；')}。`,
    line: (carrier: string, total: number, levels: string[], adopted: number) =>
      `${carrier}${n(total)}篇（${levels.join('、')}），采用${n(adopted)}篇`,
    part: (level: string, count: number) => `${level}${n(count)}`,
  },
  townships: {
    title: '各乡镇',
    note: '格子按方案的单位顺序排列，不是地图，也不是名次。',
    empty: '没有应报的乡镇。',
    link: '应报事项',
    field: '显示',
    lamp: '季度报送的状态',
    notBegun: '未开始',
    head: (what: string) => ['乡镇', what],
    words: (when: string, lines: string[]) => `${when}各乡镇：${lines.join('，')}。`,
  },
  checks: {
    title: '合规检查',
    note: '与“合规检查”页同一次核对，不用单位另报。',
    empty: '还没有可核对的内容。',
    link: '合规检查',
    parts: { fine: '符合', pending: '未到期', failing: '待改' },
    signs: { fine: '✓', pending: '◔', failing: '✕' },
    end: (checked: number, unjudged: number) => `核对 ${n(checked)}${unjudged > 0 ? `\n无法核对 ${n(unjudged)}` : ''}`,
    head: ['检查', '核对', '符合', '未到期', '待改', '无法核对'],
    words: (lines: string[]) => `合规检查：${lines.join('；')}。`,
    line: (title: string, checked: number, parts: string[]) => `${title}核对${n(checked)}，${parts.join('，')}`,
    part: (word: string, count: number) => `${word}${n(count)}`,
  },
  rates: {
    title: '各项比率（全年累计）',
    note: (until: string) => `至${until}；标识、公示牌、标牌取自项目点位名册。分母没有登记的不算。`,
    empty: '还没有可算的比率。',
    link: '统计表',
    label: (code: string, label: string) => `${code} ${label}`,
    end: (value: number | null, part: number | null, of: number | null) =>
      `${rate(value)}（${part === null ? none : n(part)} ÷ ${of === null ? none : n(of)}）`,
    head: ['比率', '算法', '分子', '分母', '结果'],
    words: (lines: string[]) => `各项比率：${lines.join('；')}。`,
    line: (label: string, value: number | null) =>
      value === null ? `${label}没有分母，不算` : `${label}${rate(value)}`,
  },
  surveys: {
    title: '民意调查',
    note: '知晓率 =（知道 + 听说过）÷ 有效样本；满意度 =（满意 + 比较满意）÷（有效样本 − 不清楚）。',
    empty: '这一年台账中没有民意调查。',
    link: '民意调查台账',
    area: '调查区域',
    labels: surveyRateLabels,
    signs: { awareness: '●', satisfaction: '▲' },
    month: (month: number) => `${month}月`,
    head: ['调查日期', '名称', '有效样本', surveyRateLabels.awareness, surveyRateLabels.satisfaction],
    words: (area: string, lines: string[]) => `${area}民意调查：${lines.join('；')}。`,
    line: (day: string, awareness: number | null, satisfaction: number | null) =>
      `${day}${surveyRateLabels.awareness}${rate(awareness)}、${surveyRateLabels.satisfaction}${rate(satisfaction)}`,
  },
};
