import type { Bulletin, BulletinSource } from '@nuanxin/client';
import { bulletinActionLabel, submissionStateLabel, type BulletinFact, type BulletinSteps } from '@nuanxin/domain';
import { number as n } from '../shared/format.ts';

/** The list of a year. */
export const bulletinListTexts = {
  intro: '每季度的报送情况、汇总数据和下一步要求；数字取自各单位的报送，印发后不再变动。',
  introReader: '区民生办印发的通报；点标题阅读、下载。',
  new: '拟写通报',
  columns: {
    period: '报送期',
    title: '标题',
    documentNo: '发文字号',
    state: '状态',
    issuedOn: '成文日期',
    updatedAt: '更新时间',
  },
  empty: '今年还没有通报。点右上角“拟写通报”，选好季度，报送情况和汇总数据会自动写好。',
  emptyReader: '今年还没有印发的通报。印发后在这里阅读。',
  quarter: '季度',
  quarterHint: '该季度各单位的报送情况和汇总数据会自动写好，再由您补充、修改',
  quarterNeeded: '请选择季度',
  create: '拟写',
};

/** One bulletin. */
export const bulletinTexts = {
  intro: (period: string, state: string) => `${period} · ${state}`,
  download: '下载 Word',
  print: '打印',
  delete: '删除',
  deleteAsk: (title: string) => `将删除《${title}》的草稿，写好的文字不能恢复；各单位的报送不受影响。`,
  deleteTitle: '删除草稿',
  deleteYes: '删除草稿',
  deleted: '草稿已删除',
  unsaved: '通报有未保存的修改，离开后将丢失。',
  leave: '不保存，离开',
  returned: (actor: string, comment: string) => `${actor}退回修改：${comment}`,
  another: '这一稿您已审过。三审须由不同的人审核，请另一位审核人登录办理。',
  history: '办理经过',
  steps: { ...bulletinActionLabel, create: '拟稿' },
  preview: '右侧已按未保存的修改显示',
};

/** What is written. */
export const bulletinFormTexts = {
  title: '标题',
  documentNo: '发文字号',
  documentNoHint: '可以留空，印发时再填',
  addressee: '主送',
  issuer: '落款',
  steps: '审核',
  stepWords: { 3: '三审', 1: '一审' } satisfies Record<BulletinSteps, string>,
  stepHints: {
    3: '一审、二审、三审由三个人先后审核',
    1: '一个人审核后即可印发',
  } satisfies Record<BulletinSteps, string>,
  bodies: '正文',
  bodyHint: '花括号中的词在纸面上换成实际的数；整段留空即不印这一部分。',
  save: '保存',
  keys: 'Ctrl + 回车 保存',
  saved: '通报已保存',
  allSaved: '已全部保存',
  notSaved: '有未保存的修改',
};

export const placeTexts = {
  insert: '插入数字',
  insertIn: (section: string) => `在“${section}”中插入数字`,
  find: '查找：指标、单位、日期',
  none: '没有这样的数，换个词试试',
  more: (count: number) => `还有 ${count} 个，请多输入几个字`,
  blank: '（空）',
};

export const mentionTexts = {
  title: '表扬和批评',
  hint: '每条都有依据：迟报、未报、退回的报送，问题台账，典型案例。表扬印在“亮点做法”之后，批评印在“存在问题”之后。',
  none: '还没有点名的单位。',
  add: '添加',
  kind: (unit: string) => `对${unit}是表扬还是批评`,
  text: (unit: string) => `${unit}的事由`,
  remove: '去掉',
  removeOf: (unit: string) => `去掉对${unit}的点名`,
  fact: '依据：',
};

export const factTexts = {
  title: '选择依据',
  submit: '添加',
  unit: '全部单位',
  kind: '全部类别',
  find: '查找事实',
  kinds: { obligation: '报送', problem: '问题整改', record: '典型案例' } satisfies Record<BulletinFact, string>,
  one: (unit: string, text: string) => `${unit}：${text}`,
  columns: { choose: '选择', kind: '类别', unit: '单位', text: '事实' },
  chosen: (count: number) => `已选 ${count} 条`,
  taken: '已列入',
  needed: '请至少选一条',
  none: '本季度没有可以点名的事实：没有迟报、未报和退回的报送，也没有登记问题和典型案例。',
  noneFound: '没有符合条件的事实，放宽筛选再看。',
  /** What is proposed to be said: the fact, as a sentence. */
  proposed: (kind: BulletinFact, text: string) => {
    const said = kind === 'obligation' ? text.replace('：', '') : text.slice(text.indexOf('：') + 1);
    return /[。！？]$/.test(said) ? said : `${said}。`;
  },
};

/** The printed sheet. Its words are those of official documents. */
export const paperTexts = {
  label: '通报文稿',
  draft: '草稿，未印发',
  noNumber: '（发文字号，印发时填）',
  noDay: '（成文日期，印发时定）',
  addressee: (text: string) => `${text}：`,
  annexLine: (title: string) => `附件：${title}`,
  annex: '附件',
  fact: '依据',
  factOf: (unit: string, text: string) => `${unit}的依据：${text}`,
  sources: (counted: number) => `数据由 ${n(counted)} 份报送构成（含本年累计）`,
  noSources: '还没有审核通过的报送，数据为空。',
  changed: (count: number) => `其中 ${n(count)} 份印发后有变动，通报不变`,
  columns: {
    label: '指标',
    measure: '单位',
    quarter: '本季度',
    yearToDate: '本年累计',
    before: '上年同期',
    reports: '填报',
  },
  stock: (label: string) => `${label}（期末数）`,
  of: (reports: number, owed: number) => `${reports}/${owed}`,
  units: '各单位报送情况',
  unitColumns: { no: '序号', unit: '单位', standing: '报送情况', at: '报送时间' },
};

export const bulletinStepTexts = {
  submit: {
    effect: (steps: BulletinSteps) =>
      steps === 1 ? '送审后文字不能再改，由一个人审核。' : '送审后文字不能再改，由三个人先后审核。',
    comment: '给审核人的话，可以不写',
    done: '已送审',
  },
  approve: {
    effect: () => '通过后进入下一步；数字在印发前仍随报送更新。',
    comment: '审核意见，可以不写',
    done: '已审核通过',
  },
  send_back: {
    effect: () => '退回后可以修改，再次送审时从头审起。',
    comment: '要改哪里，为什么',
    done: '已退回修改',
  },
  commentLabel: '意见',
  needed: '请写明要改哪里',
  stale: '他人刚办理过这份通报，已读取最新情况，请核对后再办。',
  title: (action: string, title: string) => `${action}：${title}`,
};

/** Figures are others than those that were approved. */
export const changedTexts = {
  title: (count: number) => `审核通过之后，又有报送通过或变动，${count} 处数字与审核时不同：`,
  line: ({ label, was, now }: { label: string; was: string; now: string }) =>
    was || now ? `${label}：${was || '（空）'} → ${now || '（空）'}` : `${label}：单位的分项有变动`,
  further: (count: number) => `另有 ${count} 处`,
};

export const publishTexts = {
  confirm: '已核对以上变动，按现在的数字印发',
  confirmNeeded: '请核对变动后勾选，或退回重新审核',
  title: '印发通报',
  submit: '印发',
  effect: (counted: number) => `将锁定计入的 ${n(counted)} 份报送，印发后不能修改。`,
  more: '锁定的报送不能自行重新审核，确需更正时由区民生办写明原因解锁；通报仍保持印发时的样子。印发后各单位都能看到。',
  documentNo: '发文字号',
  documentNoExample: '如：黄民生办〔2025〕12号',
  documentNoNeeded: '请填写发文字号',
  issuedOn: '成文日期',
  issuedOnHint: '不填为今天',
  today: (day: string) => `不填为今天（${day}）`,
  done: (documentNo: string) => `已印发：${documentNo}`,
};

export const bulletinSourceTexts = {
  title: '数据所依据的报送',
  intro: '通报中的数由这些报送相加；点单位看那份报送。',
  introLocked: '印发时锁定了这些报送；以后的变动不改变已印发的通报。',
  none: '没有您可以查看的报送。',
  columns: { unit: '单位', period: '季度', revision: '计入', now: '现状' },
  revision: (revision: number) => `第 ${revision} 版`,
  now: ({ changed, revision, revisionNow, stateNow }: BulletinSource) => {
    const state = submissionStateLabel[stateNow];
    if (!changed) return state;
    return revisionNow === revision ? `已解锁，${state}` : `已改为第 ${revisionNow} 版，${state}`;
  },
  unlock: '解锁',
  unlockOf: (unit: string, period: string) => `解锁${unit}${period}的报送`,
  unlockEffect: (documentNo: string) =>
    `解锁后这份报送可以重新审核、更正，已印发的${documentNo}不变，另行更正。原因记入这份报送的办理经过。`,
  unlockReason: '原因',
  unlockHint: '如：单位来函更正第三项数字',
  unlockNeeded: '请写明解锁的原因',
  unlocked: (unit: string, period: string) => `已解锁${unit}${period}的报送`,
};

/** What the state is told with beside its word. */
export const bulletinTone: Record<Bulletin['state'], '' | 'accent' | 'amber' | 'green'> = {
  draft: '',
  review_1: 'accent',
  review_2: 'accent',
  review_3: 'accent',
  approved: 'amber',
  published: 'green',
};
