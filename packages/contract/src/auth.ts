import { Type, type Static } from 'typebox';
import { Closed, Id, Nullable, Text, UnitRef, Words } from './common.ts';
import { endpoint, roles } from './endpoint.ts';

export const SignedInUser = Type.Object(
  {
    id: Id,
    username: Type.String(),
    displayName: Type.String(),
    roles: Type.Array(Words(roles)),
    unit: Nullable(UnitRef),
    mustChangePassword: Type.Boolean(),
  },
  { title: 'SignedInUser' },
);
export type SignedInUser = Static<typeof SignedInUser>;

export const Session = Type.Object(
  {
    accessToken: Type.String(),
    expiresIn: Type.Integer({ description: '秒' }),
    user: SignedInUser,
  },
  { title: 'Session' },
);
export type Session = Static<typeof Session>;

const everyone = { roles, rows: 'all' } as const;

export const authEndpoints = {
  login: endpoint({
    method: 'POST',
    path: '/auth/login',
    tag: 'auth',
    summary: 'Sign in with name and password; sets the refresh cookie',
    access: 'public',
    body: Closed({ username: Text(64, 1), password: Text(200, 1) }),
    status: 200,
    reply: Session,
    problems: ['login_failed', 'login_locked', 'user_disabled'],
  }),
  refresh: endpoint({
    method: 'POST',
    path: '/auth/refresh',
    tag: 'auth',
    summary: 'A new access token for the refresh cookie, which is replaced; a cookie used twice ends its session',
    access: 'public',
    status: 200,
    reply: Session,
    problems: ['unauthenticated'],
  }),
  logout: endpoint({
    method: 'POST',
    path: '/auth/logout',
    tag: 'auth',
    summary: 'End the session of the refresh cookie',
    access: 'public',
    status: 204,
    problems: [],
  }),
  me: endpoint({
    method: 'GET',
    path: '/auth/me',
    tag: 'auth',
    summary: 'Who is signed in',
    access: everyone,
    status: 200,
    reply: SignedInUser,
    problems: [],
  }),
  changePassword: endpoint({
    method: 'POST',
    path: '/auth/password',
    tag: 'auth',
    summary: 'Change the own password; ends every other session',
    access: everyone,
    body: Closed({ currentPassword: Text(200, 1), newPassword: Text(200, 1) }),
    status: 204,
    problems: ['password_wrong', 'password_weak'],
  }),
} as const;
