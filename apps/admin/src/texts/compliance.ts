import type { ComplianceItem } from '@nuanxin/client';
import {
  complianceStateLabel,
  recordKind,
  wordsOf,
  type ComplianceState,
  type SignKind,
  type SignState,
} from '@nuanxin/domain';

const worksField = recordKind('sites').fields.find(({ code }) => code === 'works');

export const complianceTexts = {
  intro: (day: string) => `按通知要求自动核对台账和名册，不用单位另报。截至 ${day}。`,
  introBare: '按通知要求自动核对台账和名册，不用单位另报。',
  checks: '检查项目',
  columns: {
    title: '检查',
    result: '结果',
    failing: '待改',
    checked: '核对',
    pending: '未到期',
    unjudged: '无法核对',
  },
  results: {
    off: { sign: '○', word: '未启用', tone: 'grey' },
    nothing: { sign: '—', word: '没有可核对的', tone: 'grey' },
    failing: { sign: '✕', word: '有待改', tone: 'red' },
    pending: { sign: '◔', word: '未到期', tone: 'amber' },
    unjudged: { sign: '?', word: '登记不全', tone: 'amber' },
    fine: { sign: '✓', word: '均符合', tone: 'green' },
  },
  states: {
    failing: { sign: '✕', word: complianceStateLabel.failing, tone: 'red' },
    pending: { sign: '◔', word: complianceStateLabel.pending, tone: 'amber' },
    unjudged: { sign: '?', word: complianceStateLabel.unjudged, tone: 'grey' },
    fact: { sign: '·', word: complianceStateLabel.fact, tone: 'grey' },
  } satisfies Record<ComplianceState, { sign: string; word: string; tone: string }>,
  /** Numbers of the notice stand here and with a task only, for who looks them up. */
  basis: (rule: string) => `依据：通知要求 ${rule}`,
  items: { state: '状态', unit: '单位', project: '项目', detail: '问题', place: '去处' },
  filters: { state: '全部状态', unit: '全部单位', quarter: '最近两个季度' },
  ofState: (word: string, count: number) => `${word}（${count}）`,
  measure: '条',
  more: (count: number) => `另有 ${count} 条没有列出，请先改正以上各条。`,
  clean: '没有发现问题。',
  nothingChecked: '台账和名册中还没有可核对的内容。',
  noneFound: '没有符合条件的。可放宽筛选条件。',
  project: ({ no, labelName }: NonNullable<ComplianceItem['project']>) => `${no} ${labelName}`,
  toRecord: '打开记录',
  toSite: '打开点位',
  toSites: '登记点位',
  toKind: (kind: string) => `${kind}台账`,
  off: '通知没有规定篇数和间隔。办公室设定后才判定，现在只列出间隔最长的几次。',
  targets: '设定要求',
};

export const targetTexts = {
  title: '专栏上稿要求',
  intro: '通知只要求“保证专栏上稿密度和频率”，没有定数。两项都可以不设；不设就不判定。',
  gap: '两篇之间最多相隔',
  days: '天',
  items: '全年不少于',
  pieces: '篇',
  blank: '不设',
  save: '保存要求',
  saved: '专栏上稿要求已保存',
  gapBad: '应为 1—366 的整数，或留空',
  itemsBad: '应为 1—9999 的整数，或留空',
};

export const headingTexts = {
  title: '核对资料开头',
  intro: '单项宣传资料印发前，把开头的文字贴进来，或拖入文件（.docx、.txt、.xlsx）。只核对，不保存。',
  project: '民生实事项目',
  choose: '选择项目',
  text: '资料开头的文字',
  textHint: '粘贴资料开头的一段',
  check: '核对',
  file: '选择文件',
  fileLabel: '选择资料文件',
  dropNow: '松开即核对此文件',
  projectNeeded: '请先选择民生实事项目',
  passes: '合格：开头标注正确。',
  fails: '不合格：',
  stands: '现在的开头',
  nothing: '（没有文字）',
  right: '应标注',
  copy: '复制',
  copied: '标注文字已复制',
  ofFile: (name: string) => `文件“${name}”`,
  tooLarge: '文件超过 20 MB，请只取开头部分另存后再核对',
};

export const signageTexts = {
  title: '点位标识标牌',
  note: '每格为点位数，✕ 后为有缺项的点位数，下为照片数。点开看是哪些点位。',
  whichUnits: (count: number) => `共 ${count} 个单位：方案“各乡镇人民政府”一组的乡镇，及登记有点位的其他单位。`,
  empty: '名册中还没有项目点位，请先登记点位。',
  project: '项目',
  total: '合计',
  cell: (sites: number, lacking: number) => (lacking > 0 ? `✕ ${lacking}/${sites}` : `✓ ${sites}`),
  cellLabel: (project: string, unit: string, sites: number, lacking: number, photos: string) =>
    `${unit} ${project}：${sites} 个点位，${lacking > 0 ? `${lacking} 个有缺项` : '标识标牌齐全'}，照片 ${photos}`,
  /** Short enough for a column's head. */
  short: (name: string) => name.replace(/[镇乡]$/, ''),
  drawer: (project: string, unit: string) => `${unit} · ${project}`,
  columns: { site: '点位', works: '工程状态', photos: '照片' },
  works: (worksField ? wordsOf(worksField) : {}) as Record<string, string>,
  signs: { logo: '安徽民生工程标识', constructionBoard: '在建公示牌', permanentSign: '永久性标牌' } satisfies Record<
    SignKind,
    string
  >,
  states: {
    up: { sign: '✓', word: '已设', tone: 'green' },
    missing: { sign: '✕', word: '未设', tone: 'red' },
    not_needed: { sign: '—', word: '不需要', tone: 'grey' },
  } satisfies Record<SignState, { sign: string; word: string; tone: string }>,
  since: (day: string) => `${day} 设`,
  photos: ({ photos }: { photos: number }) => (photos > 0 ? `${photos} 张` : '没有照片'),
  cellPhotos: (photos: number) => `${photos} 张`,
  where: (unit: string, project: number) => `${unit} · 项目 ${project}`,
  toGrid: '在台账表格中打开',
};
