import { ARCHIVE_DICTIONARY, ARCHIVE_MANIFEST, faultsOfRow, type ArchiveFile } from '@nuanxin/domain';
import type { Content, OpenArchive } from './open-archive.ts';

export interface ArchiveFault {
  file: string;
  /** Null when it is about the file as a whole. */
  line: number | null;
  detail: string;
}

export interface Checked {
  files: number;
  rows: number;
  contents: number;
}

/**
 * Holds an archive against what it says of itself: each file against the manifest, each row against the dictionary, what
 * refers to something against what is there.
 * @param found told of each fault
 */
export async function checkArchive(archive: OpenArchive, found: (fault: ArchiveFault) => void): Promise<Checked> {
  const { manifest, dictionary, paths } = archive;
  const listed = new Map(manifest.files.map((each) => [each.path, each]));
  const described = new Map(dictionary.files.map((each) => [each.path, each]));
  const whole = (file: string, detail: string): void => found({ file, line: null, detail });
  for (const path of manifest.missing) whole(path, '导出时就找不到这个文件');
  for (const path of paths)
    if (!listed.has(path) && path !== ARCHIVE_MANIFEST) whole(path, `不在 ${ARCHIVE_MANIFEST} 中，是后来放进去的`);
  for (const path of described.keys())
    if (!listed.has(path)) whole(path, `在 ${ARCHIVE_DICTIONARY} 中有，却没有这个文件`);
  if (!listed.has(ARCHIVE_DICTIONARY)) whole(ARCHIVE_DICTIONARY, `不在 ${ARCHIVE_MANIFEST} 中，不能核对`);

  const present = new Set(paths);
  const ids = new Map<string, Set<unknown>>();
  let rows = 0;
  for (const { path, ...said } of manifest.files) {
    if (!present.has(path)) {
      whole(path, '缺少这个文件');
      continue;
    }
    const file = described.get(path);
    try {
      const count = { rows: 0 };
      const content = file ? await checkRows(archive, file, ids, count, found) : await archive.measure(path);
      rows += count.rows;
      for (const detail of differences(said, content, file ? count.rows : null)) whole(path, detail);
      if (/^(?:attachments|imports)\//.test(path) && !path.split('/')[1]?.startsWith(content.sha256))
        whole(path, '内容与以 SHA-256 所取的文件名不符');
    } catch (error) {
      whole(path, `不能解压，已损坏：${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const file of dictionary.files)
    if (present.has(file.path)) await checkReferences(archive, file, ids, (path) => present.has(path), found);
  return {
    files: manifest.files.length,
    rows,
    contents: paths.filter((path) => /^(?:attachments|imports)\//.test(path)).length,
  };
}

function differences(
  said: Content & { rows: number | null },
  { bytes, sha256 }: Content,
  rows: number | null,
): string[] {
  return [
    ...(rows !== null && rows !== said.rows ? [`有 ${rows} 行，应为 ${said.rows ?? 0} 行`] : []),
    ...(bytes === said.bytes ? [] : [`有 ${bytes} 字节，应为 ${said.bytes} 字节`]),
    ...(sha256 === said.sha256 ? [] : ['SHA-256 不符，内容改动过']),
  ];
}

/** Each row against the dictionary; keeps the ids that others refer to. */
async function checkRows(
  archive: OpenArchive,
  file: ArchiveFile,
  ids: Map<string, Set<unknown>>,
  count: { rows: number },
  found: (fault: ArchiveFault) => void,
): Promise<Content> {
  const own = new Set<unknown>();
  ids.set(file.path, own);
  return archive.lines(file.path, (text, line) => {
    count.rows += 1;
    const row = parsed(text);
    if (!row) return found({ file: file.path, line, detail: '不是 JSON' });
    for (const detail of faultsOfRow(file, row.value)) found({ file: file.path, line, detail });
    const { id } = Object(row.value) as { id?: unknown };
    if (id === undefined) return undefined;
    if (own.has(id)) found({ file: file.path, line, detail: `编号 ${String(id)} 重复` });
    own.add(id);
    return undefined;
  });
}

async function checkReferences(
  archive: OpenArchive,
  file: ArchiveFile,
  ids: Map<string, Set<unknown>>,
  isPresent: (path: string) => boolean,
  found: (fault: ArchiveFault) => void,
): Promise<void> {
  const { path, columns } = file;
  const referring = columns.flatMap(({ name, refers }) =>
    refers ? [{ name, refers, sets: refers.flatMap((each) => ids.get(each) ?? []) }] : [],
  );
  const naming = columns.filter((column) => column.path);
  if (referring.length + naming.length === 0) return;
  const each = (text: string, line: number): void => {
    const row = Object(parsed(text)?.value) as Record<string, unknown>;
    for (const { name, refers, sets } of referring)
      for (const value of [row[name]].flat())
        if (value !== null && value !== undefined && !sets.some((set) => set.has(value)))
          found({ file: path, line, detail: `${name} 所指的 ${String(value)} 不在 ${refers.join('、')} 中` });
    for (const { name } of naming) {
      const value = row[name];
      if (typeof value === 'string' && !isPresent(value))
        found({ file: path, line, detail: `${name} 所指的文件 ${value} 不在` });
    }
  };
  // One that cannot be unpacked has been told of.
  await archive.lines(path, each).catch(() => {});
}

function parsed(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
