import { templatePlaces, type ReminderTemplate, type TemplateCode } from '@nuanxin/contract';
import { dateOf, fillTemplate, unknownPlaces } from '@nuanxin/domain';
import { eq } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { audit } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { reminderTemplates } from '../../db/schema/index.ts';
import { refusePersonalInfo } from '../../personal-info.ts';
import { ProblemError, problemAt } from '../../problem.ts';
import type { Means } from './send.ts';

export interface Texts {
  subject: string;
  body: string;
}

/** As the product ships them. */
const standard: Record<TemplateCode, Texts> = {
  unit: {
    subject: '【催办】{单位}有{事项数}项民生实事宣传工作待办',
    body: [
      '{单位}：',
      '截至{日期}，贵单位下列民生实事宣传工作尚未完成：',
      '{事项清单}',
      '附言：{附言}',
      '请及时办理，有困难的请与区民生办联系。',
      '办理地址：{网址}',
      '区民生办',
    ].join('\n'),
  },
  group: {
    subject: '【催办】民生实事宣传工作',
    body: [
      '【催办】民生实事宣传工作',
      '截至{日期}，下列{单位数}个单位有工作尚未完成：',
      '{事项清单}',
      '附言：{附言}',
      '办理地址：{网址}',
    ].join('\n'),
  },
};

/** Version 0 stands for a text that nobody has changed. */
export async function readTemplates(db: Db): Promise<Record<TemplateCode, ReminderTemplate>> {
  const changed = new Map((await db.select().from(reminderTemplates)).map((row) => [row.code, row]));
  const of = (code: TemplateCode): ReminderTemplate => {
    const row = changed.get(code);
    const { subject, body } = row ?? standard[code];
    const same = subject === standard[code].subject && body === standard[code].body;
    return { code, subject, body, standard: same, shipped: standard[code], version: row?.version ?? 0 };
  };
  return { unit: of('unit'), group: of('group') };
}

export async function listTemplates({ db }: Context) {
  return { items: Object.values(await readTemplates(db)), nextCursor: null };
}

/** Places as a Chinese keyboard writes them are places too. */
function plainBraces({ subject, body }: Texts): Texts {
  const plain = (text: string): string => text.replaceAll('｛', '{').replaceAll('｝', '}');
  return { subject: plain(subject), body: plain(body) };
}

/** @throws ProblemError template_place_unknown */
export function checkTemplate(code: TemplateCode, texts: Texts): void {
  const known = templatePlaces[code];
  for (const [name, text] of Object.entries(texts)) {
    const [place] = unknownPlaces(text, known);
    if (place !== undefined)
      throw problemAt(`/${name}`, 'template_place_unknown', {
        place: `{${place}}`,
        known: known.map((each) => `{${each}}`).join('、'),
      });
  }
}

/** @throws ProblemError precondition_failed, template_place_unknown, personal_info */
export async function putTemplate(ctx: Context, code: TemplateCode, given: Texts, ifMatch: number) {
  const { subject, body } = plainBraces(given);
  checkTemplate(code, { subject, body });
  refusePersonalInfo('模板', { '/subject': subject, '/body': body });
  await ctx.db.transaction(async (tx) => {
    const before = (await readTemplates(tx))[code];
    if (before.version !== ifMatch) throw new ProblemError('precondition_failed');
    const values = { subject: subject.trim(), body: body.trim(), version: ifMatch + 1 };
    const written = await tx
      .insert(reminderTemplates)
      .values({ code, ...values })
      .onConflictDoUpdate({
        target: reminderTemplates.code,
        set: values,
        setWhere: eq(reminderTemplates.version, ifMatch),
      })
      .returning({ code: reminderTemplates.code });
    if (written.length === 0) throw new ProblemError('precondition_failed');
    await audit(tx, ctx, {
      action: 'reminder_template.save',
      entity: 'reminder_template',
      entityId: code,
      before: { subject: before.subject, body: before.body },
      after: { subject: values.subject, body: values.body },
    });
  });
  const data = (await readTemplates(ctx.db))[code];
  return { data, version: data.version };
}

/** An example where nobody owes anything. */
const example: Record<string, string> = {
  单位: '仙源镇',
  单位数: '2',
  事项数: '1',
  事项清单: '1. 季度宣传情况报送（2025年第二季度）：逾期，最后一天 2025-07-01 周二',
  附言: '请于今天下班前报送',
};

/** @throws ProblemError template_place_unknown */
export async function previewTemplate(
  ctx: Context,
  { config }: Means,
  code: TemplateCode,
  given: Texts,
): Promise<Texts & { lacksAddress: boolean }> {
  const texts = plainBraces(given);
  checkTemplate(code, texts);
  const publicUrl = config.publicUrl ?? '';
  return {
    ...fill(texts, { ...example, 日期: dateOf(ctx.clock()), 网址: publicUrl }),
    lacksAddress: publicUrl === '' && Object.values(texts).some((text) => text.includes('{网址}')),
  };
}

export function fill({ subject, body }: Texts, values: Record<string, string>): Texts {
  return { subject: fillTemplate(subject, values).replaceAll('\n', ' '), body: fillTemplate(body, values) };
}
