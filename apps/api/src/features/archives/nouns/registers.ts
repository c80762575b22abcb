import { unitKindLabel } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { calendarYears, forms, units, users } from '../../../db/schema/index.ts';
import { noun, type Noun } from '../noun.ts';
import { ofYear } from '../of-year.ts';

/** What the rows of a year refer to, and what the rules need to read them. */
export const registerNouns: Noun[] = [
  noun(units, {
    path: 'units.jsonl',
    title: '单位',
    about: '全部单位，停用的也在内',
    columns: {
      id: '编号',
      code: '单位编码',
      name: '简称',
      fullName: '全称',
      kind: { meaning: '类型', words: unitKindLabel },
      parentId: '上级单位',
      sort: '顺序',
      active: '启用',
      sample: '示例内容，不是正式下发的',
    },
    where: () => undefined,
  }),
  noun(users, {
    path: 'people.jsonl',
    title: '人员',
    about: '经手人：只有姓名和单位，没有账号、密码、邮箱',
    columns: { id: '编号', displayName: '姓名', unitId: '单位' },
    where: () => undefined,
  }),
  noun(calendarYears, {
    path: 'calendar.jsonl',
    title: '放假安排',
    about: '已公布的各年放假、调休安排；判断是否迟报时用',
    columns: {
      year: '年份',
      notice: '文件名称',
      issuedOn: '公布日期',
      holidays: '放假：名称、第一天、最后一天',
      makeup: '调休上班',
    },
    where: () => undefined,
  }),
  noun(forms, {
    path: 'forms.jsonl',
    title: '报表',
    about: '本年度用到的报表，各版的指标、文字和核对规则',
    columns: {
      id: '编号',
      code: '报表代码',
      version: '版本',
      definition: { meaning: '内容：sections 部分，fields 指标，texts 文字，rules 核对规则', type: 'object' },
      usedFrom: '从这一天起开始的报送期使用',
      createdAt: '发布时间',
    },
    where: (of) => sql`${forms.id} in ${ofYear.forms(of)}`,
  }),
];
