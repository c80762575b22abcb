import { and, eq, inArray } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import { savePolicyCard, type CardTexts } from '../../features/projects/policy-card.ts';
import { campaigns, projects } from '../schema/index.ts';

const PRINCIPLES =
  '坚持尽力而为、量力而行，既办得成、又可持续；实行有进有退、滚动实施，完成的转入日常工作，群众急需的及时补进。';
const PHONE = '0559-8500000（示例）';

/** Sample texts, by the number of the project; the last one lacks what a card has to say. */
const cards: Record<number, CardTexts> = {
  1: {
    parts: {
      goals: `全年开发公益性岗位，帮助就业困难人员就业。${PRINCIPLES}（示例内容）`,
      scope: '本区户籍的就业困难人员、离校未就业高校毕业生。',
      standards: '岗位补贴按当地最低工资标准发放；培训补贴按实际学时计算。',
      procedure: '本人申请 → 村（社区）初审 → 乡镇审核 → 区人社局核定 → 上岗、发放。',
      beneficiaries: '就业困难人员、离校两年内未就业高校毕业生。',
    },
    plain: '家里有人一时找不到活干，可以到村里报名，政府帮着找岗位、出补贴。',
    questions: [
      { question: '谁可以报名？', answer: '本区户籍、登记失业半年以上，或离校两年内没有就业的高校毕业生。' },
      { question: '到哪里报名？', answer: '到村（社区）便民服务点，带上身份证和户口簿。' },
    ],
    phone: PHONE,
    link: '',
  },
  3: {
    parts: {
      goals: `新增社区嵌入式养老机构和农村幸福院，发展老年助餐点。${PRINCIPLES}（示例内容）`,
      scope: '全区各乡镇、社区。',
      standards: '每个助餐点每日供应午餐；幸福院设休息室、活动室，无障碍通行。',
      procedure: '乡镇选点 → 区民政局审核 → 建设 → 验收、公示 → 运营补助。',
      beneficiaries: '60周岁以上老年人。',
    },
    plain: '老人在家门口就能吃上热饭、有人照看，价钱不高，身体不方便的可以送上门。',
    questions: [{ question: '吃一顿饭多少钱？', answer: '按年龄分档补助，具体价格贴在助餐点门口。' }],
    phone: PHONE,
    link: '',
  },
  12: {
    parts: {
      goals: '新增普惠托位，支持用人单位和社区办托。（示例内容）',
      scope: '全区备案的托育服务机构。',
      beneficiaries: '3周岁以下婴幼儿家庭。',
    },
    plain: '',
    questions: [],
    phone: PHONE,
    link: '',
  },
};

/** Some projects have their policy card, one an unfinished one, the rest none yet. */
export async function loadPolicyCards(ctx: Context): Promise<void> {
  const rows = await ctx.db
    .select({ id: projects.id, no: projects.no })
    .from(projects)
    .innerJoin(campaigns, eq(campaigns.id, projects.campaignId))
    .where(and(eq(campaigns.year, 2025), inArray(projects.no, Object.keys(cards).map(Number))));
  for (const { id, no } of rows) if (cards[no]) await savePolicyCard(ctx, id, cards[no], 0);
}
