import { tidy } from './import/numbers.ts';

/** The five parts of every policy text (R14: 目标任务、实施范围、工作标准、办理程序、受益群体). */
export const policyParts = ['goals', 'scope', 'standards', 'procedure', 'beneficiaries'] as const;
export type PolicyPart = (typeof policyParts)[number];

export const policyPartLabel: Record<PolicyPart, string> = {
  goals: '目标任务',
  scope: '实施范围',
  standards: '工作标准',
  procedure: '办理程序',
  beneficiaries: '受益群体',
};

/** What has to be made clear in them: the principle and the arrangement of the policy (R16). */
export const policyStatements = ['尽力而为、量力而行', '有进有退、滚动实施'] as const;

export interface PolicyCardTexts {
  parts: Partial<Record<PolicyPart, string>>;
  /** In plain words (大白话, R15). */
  plain: string;
  questions: readonly { question: string; answer: string }[];
}

export interface PolicyCardGaps {
  parts: PolicyPart[];
  plain: boolean;
  /** Statements of R16 that stand nowhere on the card. */
  statements: string[];
}

/** What is still missing on a card; all of it where there is none. */
export function policyCardGaps(card: PolicyCardTexts | null): PolicyCardGaps {
  const texts = card
    ? [
        ...Object.values(card.parts),
        card.plain,
        ...card.questions.flatMap(({ question, answer }) => [question, answer]),
      ]
    : [];
  const said = words(texts.join('\n'));
  return {
    parts: policyParts.filter((part) => tidy(card?.parts[part] ?? '') === ''),
    plain: tidy(card?.plain ?? '') === '',
    statements: policyStatements.filter((statement) => !said.includes(words(statement))),
  };
}

export function lacksNothing({ parts, plain, statements }: PolicyCardGaps): boolean {
  return parts.length === 0 && !plain && statements.length === 0;
}

/** Whatever stands between the words of a statement. */
function words(text: string): string {
  return tidy(text).replace(/[、,，。;；“”"‘’']/g, '');
}
