import type { Download, ExportFormat, PlanComparison } from '@nuanxin/contract';
import { projectKindLabel, type PlanPairState } from '@nuanxin/domain';
import type { Context } from '../../context.ts';
import { listFile } from '../../export-list.ts';
import { comparePlans } from './compare.ts';

const stateWords: Record<PlanPairState, string> = { kept: '保留', changed: '调整', dropped: '退出', new: '新增' };
type Side = PlanComparison['projects'][number]['from'];

/** 有进有退: the projects of two years side by side, as a list to print. */
export async function comparisonList(
  ctx: Context,
  year: number,
  earlier: number,
  format: ExportFormat,
): Promise<Download> {
  const { projects } = await comparePlans(ctx, year, earlier);
  const title = `${year}年民生实事项目与${earlier}年对照表`;
  const side = (project: Side): (string | number | null)[] =>
    project
      ? [project.no, project.field, project.name, projectKindLabel[project.kind], project.lead?.name ?? null]
      : [null, null, null, null, null];
  const columns = (of: number) => [
    { label: `${of}年序号`, width: 8 },
    { label: '领域', width: 12 },
    { label: '名称', width: 30 },
    { label: '类型', width: 9 },
    { label: '牵头单位', width: 16 },
  ];
  return listFile(format, {
    name: '有进有退',
    title,
    columns: [{ label: '进退', width: 8 }, ...columns(earlier), ...columns(year), { label: '调整内容', width: 36 }],
    rows: projects.map(({ state, from, to, changes }) => [
      stateWords[state],
      ...side(from),
      ...side(to),
      changes.map((each) => `${each.what}：${each.from || '（空）'} → ${each.to || '（空）'}`).join('；') || null,
    ]),
    keptColumns: 1,
  });
}
