import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Session } from '@nuanxin/contract';
import type { Route } from '../../routes.ts';
import { changePassword, signIn, whoAmI } from './auth.ts';
import { acceptInvitation, readInvitation } from './invitations.ts';
import { endOtherSessions, renew, SESSION_HOURS, signOut, type SignIn } from './sessions.ts';
import { listSignIns } from './sign-ins.ts';

const COOKIE = 'nuanxin_refresh';
const PATH = '/api/v1/auth';
/** Seconds; short, since the session behind it is checked with every request anyway. */
const EXPIRES_IN = 900;

export function authRoutes(route: Route, app: FastifyInstance, secret: string): void {
  async function answer(reply: FastifyReply, signedIn: SignIn): Promise<Session> {
    reply.setCookie(COOKIE, signedIn.refreshToken, {
      path: PATH,
      httpOnly: true,
      sameSite: 'strict',
      secure: reply.request.protocol === 'https',
      maxAge: SESSION_HOURS * 3600,
    });
    const accessToken = app.jwt.sign({ sub: signedIn.user.id, sid: signedIn.sessionId }, { expiresIn: EXPIRES_IN });
    return { accessToken, expiresIn: EXPIRES_IN, user: signedIn.user };
  }

  route('login', async ({ body, ctx, request, reply }) =>
    answer(reply, await signIn(ctx, { ...body, userAgent: request.headers['user-agent'] })),
  );

  route('refresh', async ({ ctx, request, reply }) => answer(reply, await renew(ctx, request.cookies[COOKIE], secret)));

  route('logout', async ({ ctx, request, reply }) => {
    const claims = await request.jwtVerify<{ sid: string }>().catch(() => undefined);
    await signOut(ctx, request.cookies[COOKIE], claims?.sid);
    reply.clearCookie(COOKIE, { path: PATH });
  });

  route('me', async ({ ctx }) => whoAmI(ctx));

  route('changePassword', async ({ body, ctx }) => changePassword(ctx, body.currentPassword, body.newPassword));

  route('readInvitation', async ({ body, ctx }) => readInvitation(ctx, body.token));

  route('acceptInvitation', async ({ body, ctx, request, reply }) =>
    answer(reply, await acceptInvitation(ctx, { ...body, userAgent: request.headers['user-agent'] })),
  );

  route('listOwnSignIns', async ({ query, ctx }) => listSignIns(ctx, ctx.actor.id, query));

  route('endOtherSessions', async ({ ctx }) => endOtherSessions(ctx));
}
