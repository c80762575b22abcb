import { isDeepStrictEqual } from 'node:util';
import type { PolicyCard } from '@nuanxin/contract';
import { instantText, isLink, policyCardGaps, policyParts, type PolicyPart } from '@nuanxin/domain';
import { desc, eq } from 'drizzle-orm';
import { forReader, type Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { policyCards, projects, users } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError } from '../../problem.ts';

export interface CardTexts {
  parts: Partial<Record<PolicyPart, string>>;
  plain: string;
  questions: { question: string; answer: string }[];
  phone: string;
  link: string;
}

const blank: CardTexts = { parts: {}, plain: '', questions: [], phone: '', link: '' };

async function readCard(db: Db, projectId: string, number?: number): Promise<{ data: PolicyCard; version: number }> {
  const [project] = await db.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId));
  if (!project) throw new ProblemError('not_found');
  const rows = await db
    .select({ card: policyCards, by: users.displayName })
    .from(policyCards)
    .innerJoin(users, eq(users.id, policyCards.createdBy))
    .where(eq(policyCards.projectId, projectId))
    .orderBy(desc(policyCards.number));
  const wanted = number === undefined ? rows[0] : rows.find(({ card }) => card.number === number);
  if (number !== undefined && !wanted) throw new ProblemError('not_found');
  const { parts, plain, questions, phone, link } = wanted?.card ?? blank;
  return {
    version: rows[0]?.card.number ?? 0,
    data: {
      projectId,
      number: wanted?.card.number ?? 0,
      parts,
      plain,
      questions,
      phone,
      link,
      gaps: policyCardGaps(wanted?.card ?? null),
      carriedFrom: wanted?.card.carriedFrom ?? null,
      createdBy: wanted?.by ?? null,
      createdAt: wanted ? instantText(wanted.card.createdAt) : null,
      versions: rows.map(({ card, by }) => ({
        number: card.number,
        createdBy: by,
        createdAt: instantText(card.createdAt),
      })),
    },
  };
}

/** @param number version; the newest when absent, version 0 with blanks where there is none */
export async function getPolicyCard(ctx: Context, projectId: string, number?: number) {
  const { data, version } = await readCard(ctx.db, projectId, number);
  return { data: forReader(ctx.actor, data), version };
}

/**
 * Each saving is a version of its own; the older ones stay as they are (R14, R15).
 * @throws ProblemError not_found, precondition_failed, personal_info, invalid_request
 */
export async function savePolicyCard(ctx: Context, projectId: string, input: CardTexts, ifMatch: number) {
  const card = tidied(input);
  checkTexts(card);
  return ctx.db.transaction(async (tx) => {
    // The project's row is what two people who save at the same time wait for.
    const [project] = await tx
      .select({ id: projects.id })
      .from(projects)
      .where(eq(projects.id, projectId))
      .for('update');
    if (!project) throw new ProblemError('not_found');
    const before = await readCard(tx, projectId);
    if (before.version !== ifMatch) throw new ProblemError('precondition_failed');
    const { parts, plain, questions, phone, link, carriedFrom } = before.data;
    // Saving what was taken over says that somebody has looked at it.
    if (carriedFrom === null && isDeepStrictEqual(card, { parts, plain, questions, phone, link })) return before;
    await tx
      .insert(policyCards)
      .values({ projectId, number: ifMatch + 1, ...card, createdBy: ctx.actor.id, createdAt: ctx.clock() });
    await audit(tx, ctx, {
      action: 'policy_card.save',
      entity: 'project',
      entityId: projectId,
      before: before.version === 0 ? null : { parts, plain, questions, phone, link, number: before.version },
      after: { ...card, number: ifMatch + 1 },
    });
    return readCard(tx, projectId);
  });
}

/** Trimmed, blank parts left out, in the order of the notice: the same content is the same card. */
function tidied({ parts, plain, questions, phone, link }: CardTexts): CardTexts {
  const filled = policyParts.flatMap((part) => {
    const text = parts[part]?.trim() ?? '';
    return text === '' ? [] : [[part, text] as const];
  });
  return {
    parts: Object.fromEntries(filled),
    plain: plain.trim(),
    questions: questions.map(({ question, answer }) => ({ question: question.trim(), answer: answer.trim() })),
    phone: phone.trim(),
    link: link.trim(),
  };
}

function checkTexts({ parts, plain, questions, phone, link }: CardTexts): void {
  refusePersonalInfo('政策卡片', {
    ...Object.fromEntries(Object.entries(parts).map(([part, text]) => [`/parts/${part}`, text])),
    '/plain': plain,
    ...Object.fromEntries(questions.map((each, at) => [`/questions/${at}`, `${each.question}\n${each.answer}`])),
    '/phone': phone,
  });
  const errors = [
    ...questions.flatMap(({ question, answer }, at) =>
      question === '' || answer === ''
        ? [{ pointer: `/questions/${at}`, code: 'required', detail: '问题和答复都要填写' }]
        : [],
    ),
    ...(link === '' || isLink(link)
      ? []
      : [{ pointer: '/link', code: 'bad_link', detail: '应为网址，如 https://www.hsq.gov.cn/' }]),
  ];
  if (errors.length > 0) throw new ProblemError('invalid_request', {}, { errors });
}
