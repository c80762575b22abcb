import type { FastifyInstance, FastifyRequest } from 'fastify';
import { and, eq, isNull } from 'drizzle-orm';
import type { Actor, Deps } from '../context.ts';
import { sessions, units, users } from '../db/schema/index.ts';
import { ProblemError } from '../problem.ts';

declare module '@fastify/jwt' {
  interface FastifyJWT {
    /** `sub` is the user, `sid` the session. */
    payload: { sub: string; sid: string };
    user: { sub: string; sid: string };
  }
}

/** What a user with a first password may do before changing it. */
const beforePasswordChange = new Set(['/auth/me', '/auth/password']);

/**
 * Enforces the access that endpoints declare. The user is read with every request, so that a disabled account, a changed
 * role or an ended session counts at once.
 */
export function useAuth(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('actor', null);
  app.addHook('onRequest', async (request) => {
    const endpoint = request.routeOptions.config.endpoint;
    if (!endpoint || endpoint.access === 'public') return;
    const actor = await identify(request, deps);
    request.actor = actor;
    const { roles } = endpoint.access;
    if (!actor.roles.some((role) => roles.includes(role))) throw new ProblemError('forbidden');
    if (actor.mustChangePassword && !beforePasswordChange.has(endpoint.path)) {
      throw new ProblemError('password_change_required');
    }
  });
}

async function identify(request: FastifyRequest, deps: Deps): Promise<Actor> {
  const claims = await request.jwtVerify<{ sub: string; sid: string }>().catch(() => {
    throw new ProblemError('unauthenticated');
  });
  const [row] = await deps.db
    .select({ user: users, unit: { id: units.id, code: units.code, name: units.name, kind: units.kind } })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(units, eq(units.id, users.unitId))
    .where(and(eq(sessions.id, claims.sid), eq(users.id, claims.sub), isNull(sessions.endedAt)));
  if (!row) throw new ProblemError('unauthenticated');
  if (row.user.disabled) throw new ProblemError('user_disabled');
  return {
    id: row.user.id,
    sessionId: claims.sid,
    username: row.user.username,
    name: row.user.displayName,
    roles: row.user.roles,
    unit: row.unit,
    mustChangePassword: row.user.mustChangePassword,
  };
}
