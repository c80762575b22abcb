import {
  problemActionLabel,
  problemSourceLabel,
  problemStateLabel,
  recordKinds,
  wordsOf,
  type ArchiveField,
  type ArchiveType,
  type RecordField,
  type RecordFieldType,
  type RecordKind,
} from '@nuanxin/domain';
import { and, eq, sql } from 'drizzle-orm';
import { problemHistory, problems, recordImports, records } from '../../../db/schema/index.ts';
import { noun, type Noun } from '../noun.ts';
import { ofYear } from '../of-year.ts';
import { importedFile } from './files.ts';

const types: Record<RecordFieldType, ArchiveType> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  word: 'text',
  day: 'day',
  yes: 'yes',
  link: 'text',
  project: 'integer',
};

function fieldOf(field: RecordField): ArchiveField {
  const { code, label, type, measure } = field;
  return {
    name: code,
    type: types[type],
    meaning: type === 'project' ? `${label}（项目序号）` : label,
    ...(type === 'word' ? { words: wordsOf(field) } : {}),
    ...(measure ? { measure } : {}),
  };
}

function ofKind(kind: RecordKind): Noun {
  return noun(records, {
    path: `records/${kind.code}.jsonl`,
    title: `台账：${kind.label}`,
    about: kind.register ? '名册，删除的也在内（deletedAt 不为空）' : '每条一行，删除的也在内（deletedAt 不为空）',
    columns: {
      id: '编号',
      year: '年度',
      unitId: kind.unitLabel,
      occurredOn: kind.dateLabel ?? '（名册没有日期）',
      data: { meaning: '内容；没有填的不出现', type: 'object', fields: kind.fields.map(fieldOf) },
      importId: '来自哪次导入',
      importRow: '导入的行',
      createdBy: '登记人',
      createdAt: '登记时间',
      updatedBy: '最近修改人',
      updatedAt: '最近修改时间',
      deletedAt: '删除时间',
      deletedBy: '删除人',
    },
    where: (of) => and(eq(records.kind, kind.code), sql`${records.id} in ${ofYear.records(of)}`),
  });
}

const problemStates = { meaning: '状态', words: problemStateLabel };

/** Records by kind, and the problems found. */
export const recordNouns: Noun[] = [
  ...recordKinds.map(ofKind),
  noun(recordImports, {
    path: 'record-imports.jsonl',
    title: '台账导入',
    about: '写入了台账的表格',
    columns: {
      id: '编号',
      kind: {
        meaning: '台账种类',
        words: Object.fromEntries(recordKinds.map(({ code, label }) => [code, label])),
      },
      year: '年度',
      fileName: '文件名',
      unitId: '属于哪个单位；空：各行自己写明',
      rows: { meaning: '写入', measure: '条' },
      createdBy: '导入人',
      createdAt: '导入时间',
    },
    more: { file: importedFile('record_imports') },
    where: (of) => sql`${recordImports.id} in ${ofYear.recordImports(of)}`,
  }),
  noun(problems, {
    path: 'problems.jsonl',
    title: '问题台账',
    about: '发现、交办、整改、核验、销号',
    columns: {
      id: '编号',
      year: '年度',
      no: '年内序号',
      source: { meaning: '来源', words: problemSourceLabel },
      foundOn: '发现日期',
      description: '问题',
      place: '地点',
      project: '项目序号',
      siteId: '项目点位',
      recordId: '发现问题的走访',
      unitId: '所在单位',
      assigneeId: '整改单位',
      dueOn: '整改期限',
      state: problemStates,
      rectification: '整改情况',
      submittedOn: '最近报整改结果的日期',
      closedOn: '销号日期',
      createdBy: '登记人',
      createdAt: '登记时间',
      updatedAt: '最近修改时间',
    },
    where: ({ year }) => eq(problems.year, year),
  }),
  noun(problemHistory, {
    path: 'problem-history.jsonl',
    title: '问题的经过',
    about: '每一步，从不改动',
    columns: {
      seq: '先后',
      problemId: '问题',
      action: { meaning: '操作', words: { register: '登记', ...problemActionLabel } },
      toState: { ...problemStates, meaning: '此后状态' },
      actorId: '操作人',
      at: '时间',
      assigneeId: '此后的整改单位',
      dueOn: '此后的整改期限',
      comment: '意见',
    },
    where: (of) => sql`${problemHistory.problemId} in ${ofYear.problems(of)}`,
  }),
];
