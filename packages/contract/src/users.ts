import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Instant, Nullable, Page, paging, Said, Text, UnitRef, Words } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

export const User = Type.Object(
  {
    id: Id,
    username: Type.String(),
    displayName: Type.String(),
    roles: Type.Array(Words(roles)),
    unit: Nullable(UnitRef),
    email: Nullable(Type.String({ description: '催办邮件发往的邮箱' })),
    disabled: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    lastLoginAt: Nullable(Instant),
    createdAt: Instant,
  },
  { title: 'User' },
);
export type User = Static<typeof User>;

const fields = {
  displayName: Said(40),
  roles: Type.Array(Words(roles), { minItems: 1, uniqueItems: true }),
  unit: Type.Optional(Nullable(Type.String({ description: '所属单位编码；填报人员必填' }))),
  email: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 200 }))),
};
const admins = { roles: ['admin'], rows: 'all' } as const;

export const userEndpoints = {
  listUsers: endpoint({
    method: 'GET',
    path: '/users',
    tag: 'users',
    summary: 'Users by name',
    access: { roles: ['admin', 'office'], rows: 'all' },
    query: Closed({
      ...paging,
      unit: Type.Optional(Type.String()),
      role: Type.Optional(Words(roles)),
      q: Type.Optional(Text(40)),
    }),
    status: 200,
    reply: Page(User, 'User'),
    problems: ['invalid_cursor'],
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
    summary: 'New user with a first password, which has to be changed at the first sign-in',
    access: admins,
    body: Closed({
      username: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{1,39}$', description: '小写字母、数字、点、横线' }),
      ...fields,
      password: Text(200, 1),
      mustChangePassword: Type.Optional(Type.Boolean({ default: true })),
    }),
    status: 201,
    etag: true,
    reply: User,
    problems: ['username_taken', 'password_weak', 'reporter_needs_unit', 'not_found'],
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
    problems: ['not_found', 'last_admin', 'reporter_needs_unit'],
  }),
  resetPassword: endpoint({
    method: 'POST',
    path: '/users/{id}/password',
    tag: 'users',
    summary: 'Set a new first password, unlock the account and end its sessions',
    access: admins,
    params: ByIdParams,
    body: Closed({ password: Text(200, 1) }),
    status: 204,
    problems: ['not_found', 'password_weak'],
  }),
} as const;
