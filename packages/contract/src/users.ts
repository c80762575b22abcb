import { USERNAME } from '@nuanxin/domain';
import { Type, type Static } from 'typebox';
import { SignInEntry } from './auth.ts';
import { ByIdParams, Closed, Id, Instant, Name, Nullable, Page, paging, Text, UnitRef, Words, XLSX } from './common.ts';
import { endpoint, roles } from './endpoint.ts';
import { listExport } from './list-export.ts';
import { ListImport, listImportProblems, listUpload } from './list-import.ts';

export const User = Type.Object(
  {
    id: Id,
    username: Type.String(),
    displayName: Type.String(),
    roles: Type.Array(Words(roles)),
    unit: Nullable(UnitRef),
    email: Nullable(Type.String({ description: '催办邮件发往的邮箱' })),
    disabled: Type.Boolean(),
    hasPassword: Type.Boolean({ description: 'false：还没有凭邀请链接设置密码，不能登录' }),
    mustChangePassword: Type.Boolean(),
    invitation: Nullable(Type.Object({ expiresAt: Instant, expired: Type.Boolean() }), {
      description: '最近一次生成、还没有用过也没有作废的链接',
    }),
    lastLoginAt: Nullable(Instant),
    createdAt: Instant,
    version: Type.Integer(),
  },
  { title: 'User' },
);
export type User = Static<typeof User>;

/** Days for which a link to set a password is good. */
export const INVITATION_DAYS = 7;

export const Invitation = Type.Object(
  {
    token: Type.String({ description: '放在链接的 # 之后；只在这一次回复中给出，系统只保存其摘要' }),
    expiresAt: Instant,
  },
  { title: 'Invitation' },
);
export type Invitation = Static<typeof Invitation>;

export const UserImport = ListImport(
  'UserImport',
  {
    username: Type.String({ description: '相同用户名的更新' }),
    displayName: Type.String(),
    unit: Nullable(UnitRef),
    roles: Type.Array(Words(roles)),
    email: Nullable(Type.String({ description: '空为没有；null：表中没有这一列，原有的不变' })),
  },
  {},
);
export type UserImport = Static<typeof UserImport>;

const fields = {
  displayName: Name(40),
  roles: Type.Array(Words(roles), { minItems: 1, uniqueItems: true }),
  unit: Type.Optional(Nullable(Type.String({ description: '所属单位编码；填报人员必填' }))),
  email: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 200 }))),
};
const admins = { roles: ['admin'], rows: 'all' } as const;

const filters = {
  unit: Type.Optional(Type.String()),
  role: Type.Optional(Words(roles)),
  disabled: Type.Optional(Type.Boolean({ description: 'true：只要已停用的；false：只要没有停用的' })),
  waiting: Type.Optional(Type.Boolean({ description: 'true：只要还没有设置密码、没有停用的' })),
  q: Type.Optional(Text(40)),
  sort: Type.Optional(
    Words(['username', 'lastLogin', '-lastLogin'], {
      default: 'username',
      description: 'lastLogin：最久没有登录的在前，没有登录过的最前',
    }),
  ),
};

export const userEndpoints = {
  listUsers: endpoint({
    method: 'GET',
    path: '/users',
    tag: 'users',
    summary: 'Users by name',
    access: { roles: ['admin', 'office'], rows: 'all' },
    query: Closed({ ...paging, ...filters }),
    status: 200,
    reply: Page(User, 'User'),
    problems: ['invalid_cursor'],
  }),
  exportUsers: listExport({
    path: '/users',
    tag: 'users',
    summary: 'The list as a file: to be changed and imported again',
    access: admins,
    filters,
    problems: [],
  }),
  importUsers: endpoint({
    method: 'POST',
    path: '/users/import',
    tag: 'users',
    summary:
      'Read users from a workbook (用户名, 姓名, 所属单位, 角色, 邮箱); atomic also writes them, all rows or none: a name that is known is updated, the others are new and wait for an invitation',
    access: admins,
    file: 'file',
    body: listUpload({}),
    status: 200,
    reply: UserImport,
    problems: [...listImportProblems, 'precondition_failed'],
  }),
  getUser: endpoint({
    method: 'GET',
    path: '/users/{id}',
    tag: 'users',
    summary: 'One user',
    access: { roles: ['admin', 'office'], rows: 'all' },
    params: ByIdParams,
    status: 200,
    etag: true,
    reply: User,
    problems: ['not_found'],
  }),
  createUser: endpoint({
    method: 'POST',
    path: '/users',
    tag: 'users',
    summary:
      'New user; without a password it is invited by a link, a first password has to be changed at the first sign-in',
    access: admins,
    body: Closed({
      username: Type.String({ pattern: USERNAME, description: '小写字母、数字、点、横线' }),
      ...fields,
      password: Type.Optional(Text(200, 1)),
      mustChangePassword: Type.Optional(Type.Boolean({ default: true })),
    }),
    status: 201,
    etag: true,
    reply: User,
    problems: [
      'username_taken',
      'password_weak',
      'reporter_needs_unit',
      'unit_reports_nothing',
      'not_found',
      'personal_info',
    ],
  }),
  updateUser: endpoint({
    method: 'PATCH',
    path: '/users/{id}',
    tag: 'users',
    summary: 'Change name, roles or unit, disable or enable; takes effect at once',
    access: admins,
    params: ByIdParams,
    body: Closed({
      displayName: Type.Optional(fields.displayName),
      roles: Type.Optional(fields.roles),
      unit: fields.unit,
      email: fields.email,
      disabled: Type.Optional(Type.Boolean()),
    }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: User,
    problems: [
      'not_found',
      'last_admin',
      'not_yourself',
      'reporter_needs_unit',
      'unit_reports_nothing',
      'personal_info',
    ],
  }),
  inviteUser: endpoint({
    method: 'PUT',
    path: '/users/{id}/invitation',
    tag: 'users',
    summary:
      'A new link by which the user sets a password, first or forgotten; good once, for seven days, and in place of an earlier one',
    access: admins,
    params: ByIdParams,
    status: 200,
    reply: Invitation,
    problems: ['not_found', 'invitation_to_disabled'],
  }),
  revokeInvitation: endpoint({
    method: 'DELETE',
    path: '/users/{id}/invitation',
    tag: 'users',
    summary: 'The link that was given out is good no more',
    access: admins,
    params: ByIdParams,
    status: 204,
    problems: ['not_found'],
  }),
  inviteUsers: endpoint({
    method: 'POST',
    path: '/users/invitations',
    tag: 'users',
    summary: 'New links for several users as a workbook; who has set a password or is disabled is left out',
    access: admins,
    body: Closed({
      ids: Type.Array(Id, { minItems: 1, maxItems: 500, uniqueItems: true }),
      page: Type.String({
        maxLength: 300,
        pattern: '^https?://[^\\s#]+$',
        description: '设置密码的页面的网址，链接为其后加 # 和凭证',
      }),
    }),
    status: 200,
    download: XLSX,
    problems: ['nobody_to_invite'],
  }),
  listUserSignIns: endpoint({
    method: 'GET',
    path: '/users/{id}/sign-ins',
    tag: 'users',
    summary: 'Sign-ins of a user and failed ones, newest first; kept for 400 days',
    access: admins,
    params: ByIdParams,
    query: Closed(paging),
    status: 200,
    reply: Page(SignInEntry, 'SignIn'),
    problems: ['not_found', 'invalid_cursor'],
  }),
} as const;
