import type { Download, Import } from '@nuanxin/contract';
import { periodLabel } from '@nuanxin/domain';
import type { Remark } from '@nuanxin/workbook';
import type { Context } from '../../context.ts';
import { getImport } from './imports.ts';
import { inProcess } from './in-process.ts';
import { selectRows } from './rows.ts';
import { storedFile } from './stored-file.ts';

const outcomes: Record<Import['status'], string> = {
  checked: '已检查，尚未写入',
  committed: '已写入',
  refused: '未写入：有不合格或未确认的行',
};

/** The sender's own file with all that was found in it. @throws ProblemError not_found, file_refused, import_timeout */
export async function giveBack(ctx: Context, id: string): Promise<Download> {
  const { data } = await getImport(ctx, id);
  // Those who may have the file see its mobile numbers as well, so nothing is masked.
  const rows = data.nextRows === null ? data.rows : (await selectRows(ctx.db, id, {})).map(({ row }) => row);
  const content = await inProcess({
    kind: 'annotate',
    bytes: await storedFile(ctx.db, data.sha256),
    fileName: data.fileName,
    lines: linesOf(data),
    remarks: remarksOf({ ...data, rows }),
  });
  return { fileName: `${data.fileName.replace(/\.[^.]*$/, '')}_导入结果.xlsx`, content };
}

function linesOf({ fileName, layout, period, status, counts, createdAt, createdBy }: Import): string[] {
  const { accepted, rejected, confirm, ignored } = counts;
  const title = `导入结果：${fileName}`;
  const at = `${createdAt.slice(0, 16).replace('T', ' ')} 由${createdBy}导入。`;
  if (layout === 'summary')
    return [title, `${periodLabel(period)}　工作小结　${outcomes[status]}`, `${at}请在原文档中改正后重新导入。`];
  return [
    title,
    `${periodLabel(period)}　${outcomes[status]}　合格 ${accepted} 行，不合格 ${rejected} 行，待确认 ${confirm} 行，忽略 ${ignored} 行`,
    `${at}红色须改正，黄色请核对，蓝色为提示；改好后可直接把本文件重新导入，本表会被忽略。`,
  ];
}

function remarksOf({ rows, findings }: Import): Remark[] {
  const [first] = rows;
  return [
    ...findings.map((each) => remark(each, first?.sheet ?? '', '')),
    ...rows.flatMap(({ sheet, unit, unitText, findings: found }) =>
      found.map((each) => remark(each, sheet, unit?.name ?? unitText ?? '')),
    ),
  ];
}

function remark({ level, cell, text, detail }: Import['findings'][number], sheet: string, unit: string): Remark {
  return { level, sheet, cell, unit, text: text ?? '', detail };
}
