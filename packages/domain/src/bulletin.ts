/** Where a bulletin (通报) stands. A draft is written, then looked at in one step or three, then published for ever. */
export const bulletinStates = ['draft', 'review_1', 'review_2', 'review_3', 'approved', 'published'] as const;
export type BulletinState = (typeof bulletinStates)[number];

export const bulletinActions = ['submit', 'approve', 'send_back', 'publish'] as const;
export type BulletinAction = (typeof bulletinActions)[number];

/** How many people look at it one after the other: 一审、二审、三审 is local practice (notes §2.1, §2.7), one is enough for a small office. */
export const bulletinSteps = [1, 3] as const;
export type BulletinSteps = (typeof bulletinSteps)[number];

export const bulletinStateLabel: Record<BulletinState, string> = {
  draft: '拟稿',
  review_1: '待一审',
  review_2: '待二审',
  review_3: '待三审',
  approved: '待印发',
  published: '已印发',
};

export const bulletinActionLabel: Record<BulletinAction, string> = {
  submit: '送审',
  approve: '审核通过',
  send_back: '退回修改',
  publish: '印发',
};

/** What stands above the state of who looks at it: with one step there is no 一审. */
export function bulletinStateWords(state: BulletinState, steps: BulletinSteps): string {
  return state === 'review_1' && steps === 1 ? '待审核' : bulletinStateLabel[state];
}

/** The state after a step; null when it is not allowed. */
export function nextBulletinState(
  state: BulletinState,
  action: BulletinAction,
  steps: BulletinSteps,
): BulletinState | null {
  switch (action) {
    case 'submit':
      return state === 'draft' ? 'review_1' : null;
    case 'approve':
      if (state === 'review_1') return steps === 1 ? 'approved' : 'review_2';
      if (state === 'review_2') return 'review_3';
      return state === 'review_3' ? 'approved' : null;
    case 'send_back':
      return state === 'draft' || state === 'published' ? null : 'draft';
    case 'publish':
      return state === 'approved' ? 'published' : null;
  }
}

/** Steps that the state allows, in the order of their buttons. */
export function bulletinActionsFor(state: BulletinState, steps: BulletinSteps): BulletinAction[] {
  return bulletinActions.filter((action) => nextBulletinState(state, action, steps) !== null);
}

/** True while its words may be changed. */
export function isBulletinEditable(state: BulletinState): boolean {
  return state === 'draft';
}

interface Taken {
  action: BulletinAction | 'create';
  actorId: string;
}

/**
 * Whether somebody has already approved it in this round: each of three steps is another person's.
 * @param history oldest first
 */
export function hasApproved(history: readonly Taken[], actorId: string): boolean {
  const round = history.slice(history.findLastIndex(({ action }) => action === 'submit') + 1);
  return round.some((each) => each.action === 'approve' && each.actorId === actorId);
}

/** The parts of a bulletin, in their order (notes §2.7). */
export const bulletinSections = ['discipline', 'totals', 'practice', 'problems', 'next'] as const;
export type BulletinSection = (typeof bulletinSections)[number];

export const bulletinSectionTitle: Record<BulletinSection, string> = {
  discipline: '报送情况',
  totals: '总体数据',
  practice: '亮点做法',
  problems: '存在问题',
  next: '下一步要求',
};

/** What a unit is named for. Commended units stand with good practice, criticised ones with problems. */
export const bulletinMentions = ['commend', 'criticise'] as const;
export type BulletinMention = (typeof bulletinMentions)[number];

export const bulletinMentionLabel: Record<BulletinMention, string> = { commend: '表扬', criticise: '批评' };

export const mentionSection: Record<BulletinMention, BulletinSection> = { commend: 'practice', criticise: 'problems' };

/** What a mention refers to: a report owed, a problem of the register, or a record. */
export const bulletinFacts = ['obligation', 'problem', 'record'] as const;
export type BulletinFact = (typeof bulletinFacts)[number];
