import type { Import } from '@nuanxin/contract';

/** The first outcome of a file as the answer to sending it again; it says so beside what was found then (D11). */
export function replayed(first: Import): Import {
  const finding: Import['findings'][number] = {
    level: 'warning',
    code: 'duplicate_file',
    cell: null,
    field: null,
    text: first.fileName,
    readsAs: null,
    detail: `内容相同的文件（${first.fileName}）此前已导入本报送期，没有重复写入，这里是首次的结果`,
  };
  return { ...first, replayOf: first.id, findings: [finding, ...first.findings] };
}
