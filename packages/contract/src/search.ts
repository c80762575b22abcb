import { problemStates, recordKindCodes } from '@nuanxin/domain';
import { Type, type Static, type TProperties } from 'typebox';
import { Closed, Day, Id, NOT_BLANK, Nullable, Period, TaskRef, UnitRef, Words, Year } from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { submissionStates } from './submissions.ts';
import { unitKinds } from './units.ts';

/** Characters of what is looked for, without the blanks around it. */
export const SEARCH_LENGTH = 40;
/** Hits of each group. */
export const SEARCH_HITS = 8;

export const MarkedText = Type.Object(
  {
    text: Type.String(),
    marks: Type.Array(Type.Object({ from: Type.Integer(), to: Type.Integer() }), {
      description: '找到的文字所在的位置，UTF-16 码元，含头不含尾',
    }),
  },
  { title: 'MarkedText' },
);

/** @param places codes of the texts, besides the title, in which something can be found */
function hits<P extends TProperties>(name: string, facts: P, places: string) {
  const item = Type.Object(
    {
      id: Id,
      title: MarkedText,
      places: Type.Array(Type.Object({ where: Type.String({ description: places }), text: MarkedText }), {
        description: '标题中没有的词在哪里找到',
      }),
      ...facts,
    },
    { title: `${name}Hit` },
  );
  return Type.Object({ items: Type.Array(item), more: Type.Boolean({ description: '还有其他的' }) });
}

export const SearchHits = Type.Object(
  {
    units: hits(
      'Unit',
      { code: Type.String(), kind: Words(unitKinds), active: Type.Boolean() },
      'fullName 全称、code 编码、alias 别名',
    ),
    tasks: hits('Task', { code: Type.String(), year: Year }, 'code 编号'),
    submissions: hits(
      'Submission',
      { unit: UnitRef, period: Period, task: TaskRef, state: Words(submissionStates), revision: Type.Integer() },
      'task 任务、period 报送期、revision 版次、summary 小结',
    ),
    records: hits(
      'Record',
      {
        kind: Words(recordKindCodes),
        year: Year,
        unit: UnitRef,
        date: Nullable(Day, { description: '名册为 null' }),
        project: Nullable(Type.Integer({ description: '民生实事项目序号' })),
      },
      '字段编码；project 项目名称、unit 单位',
    ),
    problems: hits(
      'Problem',
      { year: Year, no: Type.Integer(), unit: UnitRef, state: Words(problemStates), foundOn: Day },
      'unit 发现单位、place 地点',
    ),
    projects: hits('Project', { no: Type.Integer(), year: Year }, 'labelName 标注名称'),
  },
  { title: 'SearchHits' },
);
export type SearchHits = Static<typeof SearchHits>;

export const searchEndpoints = {
  search: endpoint({
    method: 'GET',
    path: '/search',
    tag: 'search',
    summary:
      'Units, tasks, submissions, records, problems and projects in which all words occur: whole names first, then beginnings of names and words, then parts; the newest first among equals',
    access: { roles: readers, rows: 'own' },
    query: Closed({
      q: Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: NOT_BLANK,
        description: `要找的词，空格隔开的须全部出现；首尾空格不计，最多 ${SEARCH_LENGTH} 个字`,
      }),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: SEARCH_HITS, default: SEARCH_HITS, description: '每组条数' }),
      ),
    }),
    status: 200,
    reply: SearchHits,
    problems: [],
  }),
} as const;
