import { recordKindCodes, UNDO_SECONDS } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  Day,
  DayWords,
  FindingSchema,
  Id,
  Instant,
  Nullable,
  Page,
  paging,
  Period,
  Provisional,
  TaskRef,
  Text,
  UnitRef,
  Words,
  Year,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { Form } from './forms.ts';
import { listExport } from './list-export.ts';

export const submissionStates = [
  'draft',
  'submitted',
  'withdrawn',
  'returned',
  'accepted',
  'reopened',
  'locked',
] as const;
export const submissionButtons = ['submit', 'withdraw', 'return', 'accept', 'reopen'] as const;
export const submissionActions = [...submissionButtons, 'supersede', 'lock', 'unlock', 'undo'] as const;

const valuesOf = (description: string) =>
  Type.Record(Type.String({ pattern: '^F[0-9]{4}$' }), Type.Number(), { description });
export const Values = valuesOf('指标值，按编码；未填的不出现（空白不是零）');
/** A blank that is meant to be one is null: what is absent follows the records. */
const DraftValues = Type.Record(Type.String({ pattern: '^F[0-9]{4}$' }), Nullable(Type.Number()), {
  description: '指标值，按编码；未出现的随台账，null 为有意留空',
});
export const Summary = Type.Record(Type.String({ pattern: '^[a-z_]{2,30}$' }), Type.String({ maxLength: 5000 }), {
  description: '工作小结和填报信息：main_practices, results, problems, next_steps, preparer, phone, report_date',
});
export const Evidence = Type.Record(
  Type.String({ pattern: '^F[0-9]{4}$' }),
  Type.Array(Type.String({ format: 'uri', pattern: '^https?://', maxLength: 500 }), { maxItems: 50 }),
  { description: '佐证链接，按指标编码' },
);

/** What the office says of single fields when it returns or accepts a report. */
export const Remarks = Type.Record(Type.String({ pattern: '^F[0-9]{4}$' }), Text(500, 1), {
  description: '逐项意见，按指标编码',
});

export const HistoryEntry = Type.Object(
  {
    at: Instant,
    action: Words(submissionActions),
    state: Words(submissionStates, { description: '操作后的状态' }),
    revision: Type.Integer(),
    actor: Type.String({ description: '操作人' }),
    comment: Nullable(Type.String()),
    remarks: Nullable(Remarks),
    importId: Nullable(Id),
  },
  { title: 'HistoryEntry' },
);

/** A work summary that came as a file, kept as it was sent. */
export const SubmissionDocument = Type.Object(
  {
    id: Id,
    fileName: Type.String(),
    size: Type.Integer({ description: '字节数' }),
    extracted: Type.Boolean({ description: '文字已填入工作小结；false 为只作附件保存' }),
    createdAt: Instant,
    createdBy: Type.String({ description: '导入人' }),
  },
  { title: 'SubmissionDocument' },
);
export type SubmissionDocument = Static<typeof SubmissionDocument>;

export const Submission = Type.Object(
  {
    id: Id,
    obligationId: Id,
    unit: UnitRef,
    task: TaskRef,
    period: Period,
    dueOn: Day,
    dueDay: DayWords,
    provisional: Provisional,
    form: Type.Object({ code: Type.String(), version: Type.Integer() }),
    state: Words(submissionStates),
    revision: Type.Integer({ description: '版次；0 为尚未报送' }),
    values: Values,
    summary: Summary,
    evidence: Evidence,
    prefilled: valuesOf('上一次由台账填入的值；与之相同的指标随台账更新，不同的是填报人填的'),
    figures: Nullable(valuesOf('台账数，按编码：可修改时为此刻的，已报送的为报送时的；null 为台账启用前报送')),
    findings: Type.Array(FindingSchema, { description: '当前内容的提示' }),
    returnComment: Nullable(Type.String({ description: '退回意见（仅在退回状态）' })),
    returnRemarks: Nullable(Remarks),
    correctionDueOn: Nullable(Day),
    documents: Type.Array(SubmissionDocument, { description: '工作小结原件，最新的在前' }),
    history: Type.Array(HistoryEntry),
    actions: Type.Array(Words([...submissionButtons, 'edit']), { description: '此刻您可以进行的操作' }),
    updatedAt: Instant,
    version: Type.Integer({ description: '与 ETag 相同' }),
  },
  { title: 'Submission' },
);
export type Submission = Static<typeof Submission>;

export const SubmissionRow = Type.Object(
  {
    id: Id,
    unit: UnitRef,
    task: TaskRef,
    period: Period,
    dueOn: Day,
    dueDay: DayWords,
    provisional: Provisional,
    state: Words(submissionStates),
    revision: Type.Integer(),
    timeliness: Nullable(Words(['on_time', 'late'])),
    lateWorkingDays: Nullable(Type.Integer()),
    submittedAt: Nullable(Instant),
    warnings: Type.Integer({ description: '提示数' }),
    exempt: Type.Boolean({ description: '已免报：不再应报，无须处理' }),
    clean: Type.Boolean({
      description:
        '待审，有工作小结，且没有提示、没有导入时的改正，与台账相同，不是退回或重新审核的：可与其他的一并通过',
    }),
    updatedAt: Instant,
    version: Type.Integer({ description: '修改时随 If-Match 或 version 送回' }),
  },
  { title: 'SubmissionRow' },
);
export type SubmissionRow = Static<typeof SubmissionRow>;

export const Revision = Type.Object(
  {
    number: Type.Integer(),
    values: Values,
    summary: Summary,
    evidence: Evidence,
    findings: Type.Array(FindingSchema),
    figures: Nullable(valuesOf('报送时的台账数；null 为台账启用前报送')),
    submittedAt: Instant,
    submittedBy: Type.String(),
    importId: Nullable(Id),
    source: Nullable(
      Type.Object({
        fileName: Type.String(),
        sheet: Type.String(),
        row: Type.Integer(),
        findings: Type.Array(FindingSchema, {
          description: '读入时的改正、确认和认定：原文、读作什么、由谁决定',
        }),
      }),
    ),
  },
  { title: 'Revision' },
);
export type Revision = Static<typeof Revision>;

/** A rate with both of its numbers. */
export const Rate = Type.Object(
  {
    code: Type.String({ description: 'C1—C9' }),
    label: Type.String(),
    formula: Type.String(),
    numerator: Nullable(Type.Number()),
    denominator: Nullable(Type.Number()),
    rate: Nullable(Type.Number({ description: '0.8 为 80%；分母为 0 或未知时为 null' })),
  },
  { title: 'Rate' },
);
export type Rate = Static<typeof Rate>;

export const SubmissionFigures = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        field: Type.String({ description: '指标编码' }),
        value: Nullable(Type.Number({ description: 'null：本年至期末没有该类台账记录，空白不是零' })),
        counted: Type.String({ description: '怎样计得，如 宣传信息 · 专栏 · 已刊播（采用） · 按刊播（采用）日期' }),
        records: Type.Integer({ description: '计入的记录数' }),
        documented: Type.Boolean({ description: '计入的记录都有链接或附件' }),
        list: Type.Object(
          { kind: Words(recordKindCodes), figure: Type.String(), period: Period, unit: Type.String() },
          { description: '列出这些记录：GET /records/{kind}?figure=&period=&unit=' },
        ),
      }),
    ),
    registers: Type.Record(Type.String(), Type.Number(), {
      description:
        '名册中本单位的数：sites、engineering_sites、households、letters 等；可修改时为此刻的，已报送的为报送时的；未登记的不出现',
    }),
    yearToDate: valuesOf('本年以前各期之和'),
    problems: Type.Object({ closed: Type.Integer(), counted: Type.Integer() }),
    handIns: Type.Object({ onTime: Type.Integer(), due: Type.Integer() }),
    rates: Type.Array(Rate, { description: '由当前内容算得，不填报' }),
  },
  { title: 'SubmissionFigures' },
);
export type SubmissionFigures = Static<typeof SubmissionFigures>;

/** All that is read beside a report while it is filled in or reviewed. */
export const SubmissionInFull = Type.Object(
  {
    submission: Submission,
    row: SubmissionRow,
    form: Form,
    reporter: Type.Object({
      kind: Nullable(Words(['township', 'department', 'media'], { description: '按哪一类单位填报' })),
      villages: Nullable(Type.Integer({ description: '乡镇所辖村（居）数' })),
    }),
    earlier: Type.Array(Type.Object({ period: Period, values: Values, summary: Summary }), {
      description: '同一任务本年以前各期已报送的最新一版，早的在前',
    }),
    figures: SubmissionFigures,
    revisions: Type.Array(Revision, { description: '已报送的各版，新的在前' }),
  },
  { title: 'SubmissionInFull' },
);
export type SubmissionInFull = Static<typeof SubmissionInFull>;

/** Reports that a step was taken of, and those that were left as they are, each with the reason. */
export const StepsTaken = Type.Object(
  {
    items: Type.Array(SubmissionRow),
    left: Type.Array(
      Type.Object({
        id: Id,
        unit: Nullable(UnitRef),
        period: Nullable(Period),
        code: Type.String(),
        detail: Type.String({ description: '为什么没有办理' }),
      }),
    ),
  },
  { title: 'StepsTaken' },
);
export type StepsTaken = Static<typeof StepsTaken>;

/** Each with the version that the caller saw: nobody decides over what somebody else has changed meanwhile. */
const seen = Closed({
  items: Type.Array(Closed({ id: Id, version: Type.Integer() }), { minItems: 1, maxItems: 500 }),
});

const rowsOwn = { roles: readers, rows: 'own' } as const;
const handsIn = { roles: ['reporter', 'office'], rows: 'own' } as const;
const office = { roles: ['office'], rows: 'all' } as const;

const step = {
  method: 'POST',
  tag: 'submissions',
  params: ByIdParams,
  ifMatch: true,
  etag: true,
  status: 200,
  reply: Submission,
} as const;
const optionalComment = Closed({ comment: Type.Optional(Text(2000)) });
const requiredComment = Closed({ comment: Text(2000, 1) });

const filters = {
  year: Type.Optional(Year),
  period: Type.Optional(Period),
  unit: Type.Optional(Type.String()),
  task: Type.Optional(Type.String()),
  state: Type.Optional(Type.Array(Words(submissionStates))),
  sort: Type.Optional(
    Words(['waiting', 'due', 'unit', '-updated'], {
      default: 'waiting',
      description: '待审核的在前：waiting 等得最久的最先，due 最早到期的最先（延期的按延期后的最后一天）',
    }),
  ),
};

export const submissionEndpoints = {
  listSubmissions: endpoint({
    method: 'GET',
    path: '/submissions',
    tag: 'submissions',
    summary: 'Submissions, those that wait longest first',
    access: rowsOwn,
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(SubmissionRow, 'Submission'),
    problems: ['invalid_cursor'],
  }),
  exportSubmissions: listExport({
    path: '/submissions',
    tag: 'submissions',
    summary: 'The list as a file',
    access: rowsOwn,
    filters,
    problems: [],
  }),
  startSubmission: endpoint({
    method: 'POST',
    path: '/submissions',
    tag: 'submissions',
    summary: 'The draft for an obligation; an existing one is returned as it is',
    access: handsIn,
    body: Closed({ obligationId: Id }),
    status: 201,
    etag: true,
    reply: Submission,
    problems: ['not_found', 'obligation_not_reported', 'obligation_exempt', 'not_open_yet'],
  }),
  getSubmission: endpoint({
    method: 'GET',
    path: '/submissions/{id}',
    tag: 'submissions',
    summary: 'One submission with its current content, history and what the caller may do now',
    access: rowsOwn,
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: Submission,
    problems: ['not_found'],
  }),
  getSubmissionFigures: endpoint({
    method: 'GET',
    path: '/submissions/{id}/figures',
    tag: 'submissions',
    summary: "What the unit's records say about each field now, how it was counted, and the rates",
    access: rowsOwn,
    params: ByIdParams,
    status: 200,
    reply: SubmissionFigures,
    problems: ['not_found'],
  }),
  getSubmissionInFull: endpoint({
    method: 'GET',
    path: '/submissions/{id}/full',
    tag: 'submissions',
    summary:
      'One submission with all that is read beside it: form, earlier periods, figures of the records and revisions; the ETag is that of the submission',
    access: rowsOwn,
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: SubmissionInFull,
    problems: ['not_found'],
  }),
  listRevisions: endpoint({
    method: 'GET',
    path: '/submissions/{id}/revisions',
    tag: 'submissions',
    summary: 'Everything that was handed in, newest first; never changed',
    access: rowsOwn,
    params: ByIdParams,
    status: 200,
    reply: Type.Object({ items: Type.Array(Revision), nextCursor: Type.Null() }),
    problems: ['not_found'],
  }),
  getSubmissionDocument: endpoint({
    method: 'GET',
    path: '/submissions/{id}/documents/{documentId}',
    tag: 'submissions',
    summary: 'A work summary as it was sent; one with mobile numbers is for the unit and the office only',
    access: rowsOwn,
    params: Closed({ id: Id, documentId: Id }),
    status: 200,
    download: 'application/octet-stream',
    problems: ['not_found', 'document_has_mobiles'],
  }),
  saveDraft: endpoint({
    method: 'PATCH',
    path: '/submissions/{id}',
    tag: 'submissions',
    summary: 'Save the draft: whole values, summary or evidence as given; parts not given stay',
    access: handsIn,
    params: ByIdParams,
    body: Closed({
      values: Type.Optional(DraftValues),
      summary: Type.Optional(Summary),
      evidence: Type.Optional(Evidence),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Submission,
    problems: ['not_found', 'not_editable', 'invalid_request', 'personal_info'],
  }),
  submitSubmission: endpoint({
    ...step,
    path: '/submissions/{id}/submit',
    summary: 'Hand in the draft as the next revision',
    access: handsIn,
    body: optionalComment,
    problems: ['not_found', 'action_not_allowed', 'form_empty', 'form_invalid', 'not_open_yet', 'personal_info'],
  }),
  withdrawSubmission: endpoint({
    ...step,
    path: '/submissions/{id}/withdraw',
    summary: 'Take it back before it was reviewed',
    access: { roles: ['reporter'], rows: 'own' },
    body: optionalComment,
    problems: ['not_found', 'action_not_allowed', 'personal_info'],
  }),
  returnSubmission: endpoint({
    ...step,
    path: '/submissions/{id}/return',
    summary: 'Return for correction with a comment, remarks on single fields, or both',
    access: office,
    body: Closed({ comment: Type.Optional(Text(2000, 1)), remarks: Type.Optional(Remarks) }),
    problems: ['not_found', 'action_not_allowed', 'comment_required', 'personal_info', 'invalid_request'],
  }),
  acceptSubmission: endpoint({
    ...step,
    path: '/submissions/{id}/accept',
    summary:
      'Accept the revision under review; what is said of it, as a whole or of single fields, its unit reads in the history',
    access: office,
    body: Closed({ comment: Type.Optional(Text(2000)), remarks: Type.Optional(Remarks) }),
    problems: ['not_found', 'action_not_allowed', 'personal_info', 'invalid_request'],
  }),
  acceptSubmissions: endpoint({
    method: 'POST',
    path: '/submissions/accept',
    tag: 'submissions',
    summary:
      'Accept several clean ones at once; what is not clean, or was changed meanwhile, is left and named, the others are accepted',
    access: office,
    body: seen,
    status: 200,
    reply: StepsTaken,
    problems: [],
  }),
  undoSubmissions: endpoint({
    method: 'POST',
    path: '/submissions/undo',
    tag: 'submissions',
    summary: `Take back one's own acceptance or return of the last ${UNDO_SECONDS} seconds; the history keeps both`,
    access: office,
    body: seen,
    status: 200,
    reply: StepsTaken,
    problems: [],
  }),
  reopenSubmission: endpoint({
    ...step,
    path: '/submissions/{id}/reopen',
    summary: 'Put an accepted submission back under review, with a reason',
    access: office,
    body: requiredComment,
    problems: ['not_found', 'action_not_allowed', 'comment_required', 'personal_info'],
  }),
} as const;
