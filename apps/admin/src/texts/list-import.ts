import type { ListRowOutcome } from '@nuanxin/client';
import { common } from './common.ts';
import { rowRanges } from '../shared/repeated.ts';

/** The import of a list; `noun` is what its rows are, with the measure word: `个单位`. */
export const listImportTexts = {
  template: '下载现有清单，修改或添加后导入',
  choose: '选择文件',
  chooseOther: '重新选择文件',
  fileLabel: '选择清单文件',
  summary(noun: string, { rows, errors }: { rows: { outcome: ListRowOutcome }[]; errors: number }): string {
    const count = (outcome: ListRowOutcome): number => rows.filter((each) => each.outcome === outcome).length;
    return errors > 0
      ? `读出 ${rows.length} ${noun}，有 ${errors} 处错误，没有写入。请在文件中改正后重新选择。`
      : `读出 ${rows.length} ${noun}：新增 ${count('new')}，更新 ${count('changed')}，不变 ${count('same')}。`;
  },
  nothingNew: '没有变化，不用写入。',
  outcomes: { new: '新增', changed: '更新', same: '不变', faulty: '有错误' } satisfies Record<ListRowOutcome, string>,
  columns: { row: '行', outcome: '结果' },
  change: ({ label, from, to }: { label: string; from: string; to: string }) => common.change(label, from, to),
  onlyChanges: (same: number) => `隐藏不变的 ${same} 行`,
  ofRows: (rows: number[], text: string) => `第 ${rowRanges(rows)} 行（${rows.length} 行）${text}`,
  unknown: (names: string) => `未识别、没有读的列：${names}`,
  write: (count: number, noun: string) => `写入 ${count} ${noun}`,
  written: (count: number, noun: string) => `已写入 ${count} ${noun}`,
};

export const unitImportTexts = {
  title: '导入单位',
  noun: '个单位',
  intro:
    '表头：编码、名称、类别、上级单位（全称、别名、旧名、排序号、状态可选，几个别名之间用顿号）。相同编码的更新，其余新增；有一处错误就一行也不写入。',
  columns: { code: '编码', name: '名称', kind: '类别', parent: '上级单位' },
  closing: (names: string[]) =>
    `将停用 ${names.length} 个单位：${names.join('、')}。以后编制的年度方案不再安排，导入表格时也不再认。未完成的应报事项、未销号的问题仍由它们完成，账号仍可登录，所属村（社区）不随之停用；已报送的材料、台账和操作记录都保留。`,
};

export const userImportTexts = {
  title: '导入用户',
  noun: '个用户',
  intro:
    '表头：用户名、姓名、所属单位、角色（几个角色之间用顿号），可加邮箱。相同用户名的更新，其余新增，写入后可一次下载全部邀请链接；有一处错误就一行也不写入。',
  columns: { username: '用户名', name: '姓名', unit: '所属单位', roles: '角色', email: '邮箱' },
};
