import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Instant, Nullable, Words } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

export const attachmentOwners = ['record', 'problem', 'submission', 'project'] as const;
export type AttachmentOwner = (typeof attachmentOwners)[number];

/** Limits of one file. Photos of the newest telephones stay below 15 MB. */
export const MAX_ATTACHMENT_BYTES = 50 * 1024 * 1024;
export const MAX_PICTURE_BYTES = 20 * 1024 * 1024;
/** Of one record, problem, submission or project. */
export const MOST_ATTACHMENTS = 100;

const Owner = Words(attachmentOwners, {
  description: 'record 台账记录；problem 问题；submission 报送；project 民生实事项目',
});
const Field = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9]{0,39}$',
  description: '所证明的指标或字段的编码；不填为整份，在单项民生实事资料的宣传发放记录中为资料本身',
});

export const Attachment = Type.Object(
  {
    id: Id,
    owner: Owner,
    ownerId: Id,
    field: Nullable(Field),
    fileName: Type.String(),
    type: Type.String({ description: '按内容判断的类型，如 image/jpeg' }),
    size: Type.Integer({ description: '字节数' }),
    width: Nullable(Type.Integer({ description: '图片的像素宽' })),
    height: Nullable(Type.Integer()),
    heading: Nullable(Type.String({ description: '文档的第一段或表格的第一格' })),
    withheld: Type.Boolean({ description: '原件含手机号码，您不能下载；所属单位和区民生办可以' }),
    content: Type.String({ description: '原件的地址' }),
    thumbnail: Nullable(Type.String({ description: '缩略图的地址；仅图片' })),
    createdBy: Type.String({ description: '上传人' }),
    createdAt: Instant,
    mayDelete: Type.Boolean({ description: '您现在能否删除' }),
  },
  { title: 'Attachment' },
);
export type Attachment = Static<typeof Attachment>;

/** What belongs to a project is for everybody who signed in; the rest is found by who sees what it belongs to. */
const readable = { roles, rows: 'own' } as const;
const writable = { roles: ['reporter', 'office'], rows: 'own' } as const;

export const attachmentEndpoints = {
  addAttachment: endpoint({
    method: 'POST',
    path: '/attachments',
    tag: 'attachments',
    summary:
      'Attach a photo (.jpg, .png, .webp), a .pdf, an Office document (.docx, .xlsx, .pptx, .doc, .xls, .ppt, .wps) or a .txt, by its content. Photos are stored without position and device. The file comes last in the form',
    access: writable,
    file: 'file',
    fileToDisk: MAX_ATTACHMENT_BYTES,
    body: Closed({
      owner: Owner,
      ownerId: Id,
      field: Type.Optional(Field),
      file: Type.Unsafe<Blob>({ description: '不超过 50 MB，照片不超过 20 MB', format: 'binary' }),
    }),
    status: 201,
    reply: Attachment,
    problems: [
      'not_found',
      'file_missing',
      'attachment_refused',
      'attachment_field_unknown',
      'attachments_full',
      'personal_info',
      'not_editable',
      'problem_files_final',
      'problem_files_waiting',
      'body_too_large',
    ],
  }),
  listAttachments: endpoint({
    method: 'GET',
    path: '/attachments',
    tag: 'attachments',
    summary: 'Attachments of one record, problem, submission or project, oldest first',
    access: readable,
    query: Closed({ owner: Owner, ownerId: Id }),
    status: 200,
    reply: Type.Object({ items: Type.Array(Attachment), nextCursor: Type.Null() }, { title: 'AttachmentPage' }),
    problems: ['not_found'],
  }),
  getAttachmentContent: endpoint({
    method: 'GET',
    path: '/attachments/{id}/content',
    tag: 'attachments',
    summary: 'The file, with an ETag of its content; pictures and .pdf to be shown, everything else to be saved',
    access: readable,
    params: ByIdParams,
    status: 200,
    download: 'application/octet-stream',
    problems: ['not_found', 'attachment_withheld'],
  }),
  getAttachmentThumbnail: endpoint({
    method: 'GET',
    path: '/attachments/{id}/thumbnail',
    tag: 'attachments',
    summary: 'A picture, at most 320 pixels wide and high',
    access: readable,
    params: ByIdParams,
    status: 200,
    download: 'image/webp',
    problems: ['not_found'],
  }),
  deleteAttachment: endpoint({
    method: 'DELETE',
    path: '/attachments/{id}',
    tag: 'attachments',
    summary: 'Take an attachment away; it can be restored for 30 days',
    access: writable,
    params: ByIdParams,
    status: 204,
    problems: ['not_found', 'not_editable', 'problem_files_final', 'problem_files_waiting', 'attachment_not_yours'],
  }),
  restoreAttachment: endpoint({
    method: 'POST',
    path: '/attachments/{id}/restore',
    tag: 'attachments',
    summary: 'Take a deletion back',
    access: writable,
    params: ByIdParams,
    status: 200,
    reply: Attachment,
    problems: ['not_found', 'not_editable', 'problem_files_final', 'problem_files_waiting', 'attachment_not_yours'],
  }),
} as const;
