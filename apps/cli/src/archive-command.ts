import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  figureBasisLabel,
  figureSpanLabel,
  periodLabel,
  type ArchivedFigures,
  type FigureBasis,
} from '@nuanxin/domain';
import { checkArchive, type ArchiveFault } from './archive/check.ts';
import { openArchive, type OpenArchive } from './archive/open-archive.ts';
import { readFigures } from './archive/read-figures.ts';
import { printable, table } from './table.ts';

/** Faults that are listed; a file that was changed in many places is one that was changed. */
const SHOWN = 200;

/** Exit code 0 when all is as the archive says, 1 when something is not. @throws CannotRun */
export async function checkFile(path: string, { json }: { json: boolean }): Promise<number> {
  return withArchive(path, async (archive) => {
    const faults: ArchiveFault[] = [];
    let count = 0;
    const { files, rows, contents } = await checkArchive(archive, (fault) => {
      count += 1;
      if (faults.length < SHOWN) faults.push(fault);
    });
    const sha256 = await hashOf(path);
    const { year, title, madeAt, madeBy, masked } = archive.manifest;
    if (json)
      say(JSON.stringify({ file: path, ok: count === 0, year, madeAt, madeBy, masked, sha256, rows, count, faults }));
    else {
      say(
        `${count === 0 ? '✓' : '✗'} ${printable(path)}　${printable(title)}　${madeAt.slice(0, 16).replace('T', ' ')} 由${printable(madeBy)}导出`,
      );
      say(
        `  ${files} 个文件，${rows} 行，附件和原文件 ${contents} 个${count === 0 ? '，全部相符' : `，${count} 处不符`}`,
      );
      say(`  SHA-256 ${sha256}`);
      for (const { file, line, detail } of faults)
        say(`  ${printable(file)}${line === null ? '' : ` 第 ${line} 行`}：${printable(detail)}`);
      if (count > faults.length) say(`  另有 ${count - faults.length} 处没有列出`);
    }
    return count === 0 ? 0 : 1;
  });
}

export interface FigureFlags {
  basis: FigureBasis;
  task?: string;
  json: boolean;
}

/** The figures of an archive, counted from its rows. @throws CannotRun */
export async function showFigures(path: string, { basis, task, json }: FigureFlags): Promise<number> {
  return withArchive(path, async (archive) => {
    const figures = await readFigures(archive, basis, task);
    if (json) for (const each of figures) say(JSON.stringify(each));
    else if (figures.length === 0) say('没有按季度报送的任务，或还没有开始的季度');
    else say(figures.map((each) => described(each, basis)).join('\n\n'));
    return 0;
  });
}

function described({ period, span, coverage, fields }: ArchivedFigures, basis: FigureBasis): string {
  const head = `${periodLabel(period)}　${figureSpanLabel[span]}　${figureBasisLabel[basis]}　应报 ${coverage.owed} 份，计入 ${coverage.counted} 份`;
  const rows = fields.map(({ code, label, measure, value, reports, owed }) => [
    code,
    label,
    value === null ? '—' : String(value),
    measure,
    `${reports} / ${owed}`,
  ]);
  return `${head}\n${table(['编码', '指标', '合计', '单位', '已填 / 应填'], rows)}`;
}

async function withArchive(path: string, use: (archive: OpenArchive) => Promise<number>): Promise<number> {
  const archive = await openArchive(path);
  try {
    return await use(archive);
  } finally {
    archive.close();
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
