import { policyPartLabel } from '@nuanxin/domain';
import type { Project, ProjectImport } from '@nuanxin/client';

export const projectTexts = {
  intro: '年度民生实事清单、资料标注文字和政策卡片。',
  sampled: '示例数据：通知未公开项目清单，标“示例”的名称和牵头单位供试用，请由区民生办修改或导入替换。',
  empty: '这一年还没有民生实事项目。请导入清单。',
  emptyReader: '这一年还没有民生实事项目。',
  export: '导出清单',
  import: '导入清单',
  measure: '项',
  kind: '全部类型',
  lead: '全部牵头单位',
  card: '全部政策卡片',
  cards: { lacking: '卡片不齐全', full: '卡片齐全' },
  noneFound: '没有符合条件的项目。可放宽筛选条件。',
  columns: {
    no: '序号',
    field: '领域',
    name: '项目',
    kind: '类型',
    lead: '牵头单位',
    heading: '单项资料开头标注',
    sites: '点位',
    card: '政策卡片',
  },
  copyHeading: '复制',
  copyOf: (name: string) => `复制“${name}”的标注文字`,
  copied: '标注文字已复制',
  edit: '修改',
  editOf: (name: string) => `修改“${name}”`,
  noCard: '未编写',
  full: '齐全',
  /** `五部分缺 2 项，缺大白话` */
  lacks({ parts, plain, statements }: Project['card']['gaps']): string {
    return [
      ...(parts.length > 0 ? [`五部分缺 ${parts.length} 项`] : []),
      ...(plain ? ['缺大白话'] : []),
      ...(statements.length > 0 ? ['政策原则未写明'] : []),
    ].join('，');
  },
  isFull: ({ card: { gaps } }: Project): boolean =>
    gaps.parts.length === 0 && !gaps.plain && gaps.statements.length === 0,
};

export const projectDialogTexts = {
  title: (no: number) => `修改第 ${no} 项民生实事`,
  name: '名称',
  labelName: '标注名称',
  labelHint: '用在资料开头，2—40 字；名称过长时可简写',
  field: '领域',
  kind: '类型',
  kindHint: '工程类项目的点位另设在建公示牌和永久性标牌',
  lead: '牵头单位',
  noLead: '暂无',
  note: '备注',
  sample: '示例数据',
  heading: '资料开头应标注',
  save: '保存项目',
  saved: (name: string) => `“${name}”已保存`,
  nameNeeded: '请填写名称',
  labelLength: '标注名称应为 2—40 个字',
  fieldNeeded: '请填写领域',
};

export const projectImportTexts = {
  title: '导入民生实事清单',
  intro:
    '表头：序号、领域、名称、标注名称、类型、牵头单位（备注可选）。相同序号的更新，其余新增；有一处错误就一行也不写入。',
  template: '下载现有清单，修改后导入',
  choose: '选择文件',
  fileLabel: '选择清单文件',
  checking: '正在读取文件',
  summary: ({ rows, errors }: ProjectImport) => {
    const count = (outcome: string) => rows.filter((each) => each.outcome === outcome).length;
    return errors > 0
      ? `读出 ${rows.length} 项，有 ${errors} 处错误，没有写入。请在文件中改正后重新选择。`
      : `读出 ${rows.length} 项：新增 ${count('new')}，更新 ${count('changed')}，不变 ${count('same')}。`;
  },
  outcomes: { new: '新增', changed: '更新', same: '不变', faulty: '有错误' } satisfies Record<
    ProjectImport['rows'][number]['outcome'],
    string
  >,
  columns: {
    row: '行',
    outcome: '结果',
    no: '序号',
    name: '名称',
    labelName: '标注名称',
    lead: '牵头单位',
    say: '提示',
  },
  absent: (names: string) => `文件中没有、保持不变的：${names}`,
  unknown: (names: string) => `未识别、没有读的列：${names}`,
  write: (count: number) => `写入 ${count} 项`,
  nothingNew: '没有变化，不用写入',
  written: (count: number) => `已写入 ${count} 项民生实事`,
};

export const cardTexts = {
  intro: (no: number, field: string) => `第 ${no} 项 · ${field}`,
  toList: '返回清单',
  facts: { kind: '类型', lead: '牵头单位', heading: '资料开头标注', sites: '登记点位', note: '备注' },
  siteCount: (count: number) => (count > 0 ? `${count} 个` : '还没有登记'),
  title: '政策卡片',
  parts: policyPartLabel,
  plain: '大白话',
  questions: '问答',
  phone: '咨询电话',
  link: '政策来源',
  missing: '未填写',
  none: '还没有政策卡片。',
  noneOffice: '还没有政策卡片。写好后各单位都能看到，宣传资料可直接引用。',
  write: '编写卡片',
  edit: '修改卡片',
  version: (number: number, by: string, at: string) => `第 ${number} 版 · ${by} · ${at}`,
  versions: '版次',
  old: '这是旧版，只供查阅。',
  toNewest: '看最新一版',
  complete: '五部分、大白话齐全，政策原则已写明。',
  gaps: '还缺：',
  gapParts: (labels: string) => `五部分中的${labels}`,
  gapPlain: '大白话',
  gapStatements: (statements: string) => `写明${statements}`,
  /** The form. */
  partHint: '政策原文的要点',
  plainHint: '用老百姓的话说清楚：谁能享受、怎么办、找谁',
  question: '问题',
  answer: '答复',
  addQuestion: '加一个问答',
  removeQuestion: (at: number) => `删去第 ${at} 个问答`,
  remove: '删去',
  phoneHint: '办公电话，如 0559-8500000',
  linkHint: 'https://',
  save: '保存为新版',
  cancel: '不保存',
  saved: (number: number) => `已保存为第 ${number} 版`,
  same: '内容没有变化，没有新增版次',
  leave: '卡片还没有保存，离开后改动会丢失。',
  leaveAnyway: '离开，不保存',
};
