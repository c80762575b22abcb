import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Instant, Nullable, Words, Year } from './common.ts';
import { endpoint } from './endpoint.ts';

/** Media type of .zip files. */
export const ZIP = 'application/zip';

/** `waiting` for a process that is free; `expired`: it was done, and its file is gone. */
export const archiveStates = ['waiting', 'running', 'done', 'failed', 'expired'] as const;

/** So long an archive is kept and its link good. */
export const ARCHIVE_HOURS = 24;

export const Archive = Type.Object(
  {
    id: Id,
    year: Year,
    state: Words(archiveStates, {
      description: 'waiting 排队，running 正在生成，done 可以下载，failed 未能生成，expired 链接已过期、文件已删除',
    }),
    done: Type.Integer({ description: '已写入的行数和文件数' }),
    total: Type.Integer({ description: '共有；0：还没有数出来' }),
    createdAt: Instant,
    finishedAt: Nullable(Instant),
    fault: Nullable(Type.String({ description: '最近一次为什么没有成功' })),
    masked: Type.Boolean({ description: '手机号码已隐去，含手机号码的文件没有放入' }),
    size: Nullable(Type.Integer({ description: '字节数' })),
    sha256: Nullable(Type.String({ description: '档案文件的 SHA-256，收到后可以核对' })),
    link: Nullable(Type.String({ description: '下载地址，不需要登录，到 expiresAt 为止' })),
    expiresAt: Nullable(Instant),
  },
  { title: 'Archive' },
);
export type Archive = Static<typeof Archive>;

/** It holds what the office and what the auditors may see, and nothing is left out for who reads only some. */
const keepers = { roles: ['office', 'auditor'], rows: 'all' } as const;

export const archiveEndpoints = {
  createArchive: endpoint({
    method: 'POST',
    path: '/campaigns/{year}/archives',
    tag: 'archives',
    summary:
      'Make a zip of everything of a year (全年档案): rows as JSON lines with a data dictionary, attachments and imported files, the audit. Runs as a job; one that is under way is given again',
    access: keepers,
    params: Closed({ year: Year }),
    status: 200,
    reply: Archive,
    problems: ['no_plan'],
  }),
  listArchives: endpoint({
    method: 'GET',
    path: '/campaigns/{year}/archives',
    tag: 'archives',
    summary: 'The newest ten archives of a year that the caller had made, newest first',
    access: keepers,
    params: Closed({ year: Year }),
    status: 200,
    reply: Type.Object({ items: Type.Array(Archive), nextCursor: Type.Null() }),
    problems: [],
  }),
  getArchive: endpoint({
    method: 'GET',
    path: '/archives/{id}',
    tag: 'archives',
    summary: 'How far an archive is that the caller had made, and its link when it is done',
    access: keepers,
    params: ByIdParams,
    status: 200,
    reply: Archive,
    problems: ['not_found'],
  }),
  getArchiveFile: endpoint({
    method: 'GET',
    path: '/archives/{id}/file',
    tag: 'archives',
    summary: 'The zip, by its link, which holds for a day and as long as who had it made may have it',
    access: 'public',
    params: ByIdParams,
    query: Closed({
      expires: Type.Integer({ minimum: 0, description: '到期的时刻，秒' }),
      signature: Type.String({ maxLength: 100 }),
    }),
    status: 200,
    download: ZIP,
    problems: ['archive_link_invalid', 'archive_expired'],
  }),
} as const;
