import { Type, type Static } from 'typebox';
import { Closed, Id, Instant, Nullable, Page, paging, Text, UnitRef, Words } from './common.ts';
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

export const signInOutcomes = ['success', 'wrong_password', 'locked', 'disabled'] as const;
export const SignInEntry = Type.Object(
  {
    id: Id,
    at: Instant,
    outcome: Words(signInOutcomes, { description: '成功、密码错误、已锁定、已停用' }),
    ip: Nullable(Type.String()),
    browser: Type.String({ description: '浏览器和系统的简称；空为认不出' }),
    session: Nullable(Words(['current', 'open']), { description: 'current 本次登录；open 仍在登录' }),
  },
  { title: 'SignIn' },
);
export type SignInEntry = Static<typeof SignInEntry>;

/** 32 random bytes, base64url. */
const token = Type.String({ pattern: '^[\\w-]{43}$', description: '链接中 # 之后的凭证' });

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
  readInvitation: endpoint({
    method: 'POST',
    path: '/auth/invitation',
    tag: 'auth',
    summary: 'For whom a link to set a password is; the token stands in the body, so that no log has it',
    access: 'public',
    body: Closed({ token }),
    status: 200,
    reply: Type.Object({
      username: Type.String(),
      displayName: Type.String(),
      unit: Nullable(UnitRef),
      first: Type.Boolean({ description: 'true：还没有密码；false：重设密码' }),
      expiresAt: Instant,
    }),
    problems: ['invitation_unknown', 'invitation_used', 'invitation_revoked', 'invitation_expired', 'user_disabled'],
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/auth/invitation/accept',
    tag: 'auth',
    summary: 'Set the password by the link, end all other sessions and sign in; sets the refresh cookie',
    access: 'public',
    body: Closed({ token, password: Text(200, 1) }),
    status: 200,
    reply: Session,
    problems: [
      'invitation_unknown',
      'invitation_used',
      'invitation_revoked',
      'invitation_expired',
      'user_disabled',
      'password_weak',
    ],
  }),
  listOwnSignIns: endpoint({
    method: 'GET',
    path: '/auth/sign-ins',
    tag: 'auth',
    summary: 'The own sign-ins and failed ones, newest first; kept for 400 days',
    access: everyone,
    query: Closed(paging),
    status: 200,
    reply: Page(SignInEntry, 'SignIn'),
    problems: ['invalid_cursor'],
  }),
  endOtherSessions: endpoint({
    method: 'POST',
    path: '/auth/sessions/end-others',
    tag: 'auth',
    summary: 'Sign out everywhere but here',
    access: everyone,
    status: 200,
    reply: Type.Object({ ended: Type.Integer({ description: '退出的登录数' }) }),
    problems: [],
  }),
} as const;
