import {
  bulletinActions,
  bulletinFacts,
  bulletinMentions,
  bulletinSections,
  bulletinStates,
  bulletinSteps,
} from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import {
  ByIdParams,
  Closed,
  Day,
  DOCX,
  Id,
  Instant,
  Name,
  Nullable,
  Page,
  paging,
  Period,
  Quarter,
  Text,
  UnitRef,
  Words,
  Year,
} from './common.ts';
import { endpoint, readers } from './endpoint.ts';
import { submissionStates } from './submissions.ts';

const Section = Words(bulletinSections, {
  description: 'discipline 报送情况，totals 总体数据，practice 亮点做法，problems 存在问题，next 下一步要求',
});
const Body = Type.Optional(Text(8000));
const Steps = Type.Unsafe<(typeof bulletinSteps)[number]>({
  type: 'integer',
  enum: [...bulletinSteps],
  description: '3 一审、二审、三审；1 只审一次',
});

const Fact = Type.Object(
  { kind: Words(bulletinFacts), id: Id },
  { title: 'BulletinFactRef', additionalProperties: false },
);

/** A unit that is commended or criticised, and for what: the fact can be opened. */
const mention = {
  kind: Words(bulletinMentions),
  unit: Type.String({ maxLength: 40, description: '单位编码' }),
  text: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: '事由，一句话' }),
  fact: Fact,
};

export const BulletinMention = Type.Object(
  {
    ...mention,
    unit: UnitRef,
    factText: Type.String({ description: '所依据的事实现在怎样；不是区民生办的为空' }),
  },
  { title: 'BulletinMention' },
);
export type BulletinMention = Static<typeof BulletinMention>;

/** What is printed: figures filled in. Of a published one it is what was published, whatever became of the reports. */
export const BulletinDocument = Type.Object(
  {
    title: Type.String(),
    documentNo: Nullable(Type.String({ description: '发文字号，如 黄民生办〔2025〕12号' })),
    addressee: Type.String({ description: '主送' }),
    sections: Type.Array(
      Type.Object({
        code: Section,
        heading: Type.String(),
        paragraphs: Type.Array(Type.String()),
      }),
    ),
    issuer: Type.String({ description: '落款' }),
    issuedOn: Nullable(Day, { description: '成文日期；未印发为 null' }),
    annex: Type.Object({
      title: Type.String(),
      period: Period,
      coverage: Type.String({ description: '计入多少份' }),
      figures: Type.Array(
        Type.Object({
          section: Type.String(),
          code: Type.String(),
          label: Type.String(),
          measure: Type.String(),
          kind: Words(['flow', 'stock']),
          quarter: Nullable(Type.Number({ description: '本季度；null 为没有填' })),
          yearToDate: Nullable(Type.Number({ description: '本年累计；期末数与本季度同' })),
          before: Nullable(Type.Number({ description: '上年同期；null 为没有' })),
          reports: Type.Integer({ description: '本季度填了的份数' }),
          owed: Type.Integer({ description: '本季度应填的份数' }),
        }),
      ),
      units: Type.Array(
        Type.Object({
          unit: UnitRef,
          standing: Type.String({ description: '按时、迟报、未报……' }),
          submittedAt: Nullable(Instant),
        }),
      ),
    }),
  },
  { title: 'BulletinDocument' },
);
export type BulletinDocument = Static<typeof BulletinDocument>;

const facts = {
  id: Id,
  version: Type.Integer({ description: '放入 If-Match' }),
  year: Year,
  period: Period,
  title: Type.String(),
  documentNo: Nullable(Type.String()),
  state: Words(bulletinStates),
  steps: Steps,
  issuedOn: Nullable(Day),
  updatedAt: Instant,
};

export const BulletinRow = Type.Object(facts, { title: 'BulletinRow' });
export type BulletinRow = Static<typeof BulletinRow>;

export const Bulletin = Type.Object(
  {
    ...facts,
    addressee: Type.String(),
    issuer: Type.String(),
    bodies: Type.Object(
      {
        discipline: Type.String(),
        totals: Type.String(),
        practice: Type.String(),
        problems: Type.String(),
        next: Type.String(),
      },
      { description: '各部分的文字，{} 中为自动填入的数' },
    ),
    mentions: Type.Array(BulletinMention),
    places: Type.Array(
      Type.Object({
        name: Type.String({ description: '写作 {name}' }),
        label: Type.String(),
        value: Type.String({ description: '现在的值' }),
      }),
      { description: '可用的自动填入；已印发的为空' },
    ),
    changed: Type.Array(Type.Object({ label: Type.String(), was: Type.String(), now: Type.String() }), {
      description: '最后一次审核通过之后变动的数字；附件中单位的分项有变而合计不变时，只列附件',
    }),
    document: BulletinDocument,
    actions: Type.Array(Words([...bulletinActions, 'edit', 'delete']), { description: '您现在可以办理的' }),
    history: Type.Array(
      Type.Object({
        at: Instant,
        action: Words(['create', ...bulletinActions]),
        state: Words(bulletinStates),
        actor: Type.String(),
        comment: Nullable(Type.String()),
      }),
      { description: '经过；只看本单位的填报人员为空' },
    ),
    sources: Type.Object(
      {
        counted: Type.Integer({ description: '数据所依据的报送份数' }),
        changed: Type.Integer({ description: '印发后已解锁或改动的份数' }),
      },
      { description: '明细见 GET /bulletins/{id}/sources' },
    ),
  },
  { title: 'Bulletin' },
);
export type Bulletin = Static<typeof Bulletin>;

/** One report that the figures of a bulletin are made of. */
export const BulletinSource = Type.Object(
  {
    submissionId: Id,
    unit: UnitRef,
    period: Period,
    revision: Type.Integer({ description: '计入的版次' }),
    stateNow: Words(submissionStates),
    revisionNow: Type.Integer(),
    changed: Type.Boolean({ description: '印发后已解锁或改动' }),
  },
  { title: 'BulletinSource' },
);
export type BulletinSource = Static<typeof BulletinSource>;

/** Something that a mention can refer to. */
export const BulletinFactItem = Type.Object(
  {
    fact: Fact,
    kind: Words(bulletinMentions, { description: '通常用于表扬还是批评' }),
    unit: UnitRef,
    text: Type.String({ description: '事实，一句话' }),
  },
  { title: 'BulletinFactItem' },
);
export type BulletinFactItem = Static<typeof BulletinFactItem>;

const all = { roles: readers, rows: 'all' } as const;
const office = { roles: ['office'], rows: 'all' } as const;

const one = { tag: 'bulletins', params: ByIdParams, status: 200, etag: true, reply: Bulletin } as const;
const step = { ...one, method: 'POST', access: office, ifMatch: true } as const;
const stepProblems = ['not_found', 'bulletin_action_not_allowed', 'personal_info'] as const;
const comment = Type.Optional(Text(2000));

export const bulletinEndpoints = {
  listBulletins: endpoint({
    method: 'GET',
    path: '/bulletins',
    tag: 'bulletins',
    summary: 'Bulletins of a year, the newest quarter first; those that are not published are for the office only',
    access: all,
    query: Closed({ ...paging, year: Type.Optional(Year), state: Type.Optional(Type.Array(Words(bulletinStates))) }),
    status: 200,
    reply: Page(BulletinRow, 'Bulletin'),
    problems: ['invalid_cursor', 'not_found'],
  }),
  createBulletin: endpoint({
    method: 'POST',
    path: '/bulletins',
    tag: 'bulletins',
    summary:
      'Begin the bulletin of a quarter: title, addressee and sentences with live figures; addressee, issuer and steps as in the last one',
    access: office,
    body: Closed({ year: Year, quarter: Quarter }),
    status: 201,
    etag: true,
    reply: Bulletin,
    problems: ['not_found', 'bulletin_quarter_not_begun', 'bulletin_exists'],
  }),
  getBulletin: endpoint({
    ...one,
    method: 'GET',
    path: '/bulletins/{id}',
    summary: 'One bulletin: its words, what is printed, and what the caller may do now',
    access: all,
    problems: ['not_found'],
  }),
  updateBulletin: endpoint({
    ...one,
    method: 'PATCH',
    path: '/bulletins/{id}',
    summary: 'Change a draft; parts that are not named stay, mentions are replaced as a whole',
    access: office,
    ifMatch: true,
    body: Closed({
      title: Type.Optional(Name(100)),
      documentNo: Type.Optional(Nullable(Name(60))),
      addressee: Type.Optional(Name(200)),
      issuer: Type.Optional(Name(100)),
      steps: Type.Optional(Steps),
      bodies: Type.Optional(Closed({ discipline: Body, totals: Body, practice: Body, problems: Body, next: Body })),
      mentions: Type.Optional(Type.Array(Closed(mention), { maxItems: 100 })),
    }),
    problems: [
      'not_found',
      'bulletin_not_editable',
      'bulletin_place_unknown',
      'bulletin_unit_unknown',
      'bulletin_fact_unknown',
      'personal_info',
    ],
  }),
  deleteBulletin: endpoint({
    method: 'DELETE',
    path: '/bulletins/{id}',
    tag: 'bulletins',
    summary: 'Drop a draft; what is published stays for ever',
    access: office,
    params: ByIdParams,
    ifMatch: true,
    status: 204,
    problems: ['not_found', 'bulletin_not_editable'],
  }),
  submitBulletin: endpoint({
    ...step,
    path: '/bulletins/{id}/submit',
    summary: 'Hand it to who looks at it (送审)',
    body: Closed({ comment }),
    problems: stepProblems,
  }),
  approveBulletin: endpoint({
    ...step,
    path: '/bulletins/{id}/approve',
    summary: 'It was looked at and holds; each of three steps is another person’s',
    body: Closed({ comment }),
    problems: [...stepProblems, 'bulletin_approved_before'],
  }),
  sendBackBulletin: endpoint({
    ...step,
    path: '/bulletins/{id}/send-back',
    summary: 'Back to be written anew, with the reason; it is looked at again from the first step',
    body: Closed({ comment: Text(2000, 1) }),
    problems: [...stepProblems, 'comment_required'],
  }),
  publishBulletin: endpoint({
    ...step,
    path: '/bulletins/{id}/publish',
    summary:
      'Publish it (印发): words, figures and the reports that they came from are kept for ever, and those reports are locked',
    body: Closed({
      documentNo: Name(60, { description: '发文字号' }),
      issuedOn: Type.Optional({ ...Day, description: '成文日期；不填为今天' }),
      confirm: Type.Optional(Type.Boolean({ description: '审核通过后数字有变动的，已核对，按现在的印发' })),
      comment,
    }),
    problems: [...stepProblems, 'bulletin_number_taken', 'bulletin_day_invalid', 'bulletin_figures_changed'],
  }),
  unlockBulletinSource: endpoint({
    method: 'POST',
    path: '/bulletins/{id}/unlock',
    tag: 'bulletins',
    summary:
      'Unlock one report that a published bulletin counted, with the reason, so that it can be taken up again; the bulletin stays as it was published',
    access: office,
    params: ByIdParams,
    body: Closed({ submissionId: Id, comment: Text(2000, 1) }),
    status: 200,
    reply: BulletinSource,
    problems: ['not_found', 'action_not_allowed', 'comment_required', 'personal_info'],
  }),
  listBulletinSources: endpoint({
    method: 'GET',
    path: '/bulletins/{id}/sources',
    tag: 'bulletins',
    summary: 'The reports that its figures are made of, with what has become of them; rows of the caller’s units only',
    access: { roles: readers, rows: 'own' },
    params: ByIdParams,
    status: 200,
    reply: Type.Object({ items: Type.Array(BulletinSource), nextCursor: Type.Null() }, { title: 'BulletinSources' }),
    problems: ['not_found'],
  }),
  listBulletinFacts: endpoint({
    method: 'GET',
    path: '/bulletins/{id}/facts',
    tag: 'bulletins',
    summary:
      'What mentions can refer to: reports late, missing or sent back, problems of the register that were found in the quarter, good cases of its records',
    access: office,
    params: ByIdParams,
    status: 200,
    reply: Type.Object({ items: Type.Array(BulletinFactItem), nextCursor: Type.Null() }, { title: 'BulletinFacts' }),
    problems: ['not_found'],
  }),
  getBulletinDocument: endpoint({
    method: 'GET',
    path: '/bulletins/{id}/document.docx',
    tag: 'bulletins',
    summary: 'The document as .docx after GB/T 9704; a draft says that it is one',
    access: all,
    params: ByIdParams,
    status: 200,
    download: DOCX,
    problems: ['not_found'],
  }),
} as const;
