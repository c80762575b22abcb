import { instantText, type ArchiveColumn, type ArchiveField, type ArchiveFile } from '@nuanxin/domain';
import type { Making } from './write.ts';

const typeWords: Record<ArchiveField['type'], string> = {
  id: '编号（UUID）',
  text: '文字',
  integer: '整数',
  number: '数',
  yes: '是否',
  day: '日期',
  instant: '时刻',
  texts: '文字（多个）',
  ids: '编号（多个）',
  days: '日期（多个）',
  integers: '整数（多个）',
  object: '对象',
  json: 'JSON',
};

/** The dictionary for people (说明.md): what each file and column is. */
export function explained(files: readonly ArchiveFile[], { campaign, at, by }: Making): string {
  return `${[
    `# ${campaign.title}：全年档案`,
    `${instantText(at).slice(0, 16).replace('T', ' ')} 由${by}导出。`,
    '',
    '- `*.jsonl` 每行一条，UTF-8 编码的 JSON；时刻为北京时间，日期为 年-月-日；空白为 null 或不出现，不是 0。',
    '- `dictionary.json` 与本说明内容相同，供程序使用；`manifest.json` 列出其他各文件的行数、字节数和 SHA-256。',
    '- `attachments`、`imports` 中的文件以其 SHA-256 为名，原来的文件名在 attachments.jsonl、imports.jsonl、record-imports.jsonl。',
    '- `nuanxin archive check 档案.zip` 逐项核对；`nuanxin archive figures 档案.zip` 由各行重新算出统计数。',
    ...(campaign.masked ? ['- 手机号码已隐去，含手机号码的文件没有放入。'] : []),
    '',
    ...files.flatMap(explainedFile),
  ].join('\n')}\n`;
}

function explainedFile({ path, title, about, columns }: ArchiveFile): string[] {
  return [
    `## ${title}（${path}）`,
    '',
    `${about}。`,
    '',
    '| 列 | 类型 | 含义 |',
    '| --- | --- | --- |',
    ...columns.flatMap((column) => [
      explainedColumn(column),
      ...(column.fields ?? []).map((field) =>
        row(`${column.name}.${field.name}`, typeWords[field.type], meaningOf(field)),
      ),
    ]),
    '',
  ];
}

function explainedColumn(column: ArchiveColumn): string {
  const { name, type, nullable, refers } = column;
  const leads = refers ? `，见 ${refers.length > 3 ? `${refers[0]} 等` : refers.join('、')}` : '';
  return row(name, `${typeWords[type]}${nullable ? '，可空' : ''}`, `${meaningOf(column)}${leads}`);
}

function meaningOf({ meaning, measure, words }: ArchiveField): string {
  const unit = measure ? `（${measure}）` : '';
  const codes = words
    ? `：${Object.entries(words)
        .map(([code, word]) => `${code} ${word}`)
        .join('，')}`
    : '';
  return `${meaning}${unit}${codes}`;
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
