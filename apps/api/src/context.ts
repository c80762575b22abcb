import type { Progress, Role, UnitKind } from '@nuanxin/contract';
import { maskMobiles } from '@nuanxin/domain';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/connect.ts';
import type { Jobs } from './jobs.ts';

/** Who makes a request. */
export interface Actor {
  id: string;
  sessionId: string;
  username: string;
  name: string;
  roles: Role[];
  unit: { id: string; code: string; name: string; kind: UnitKind } | null;
  mustChangePassword: boolean;
}

/** What the service is built from; a test brings its own clock and database. */
export interface Deps {
  db: Database;
  clock: Clock;
  config: Pick<Config, 'dataDir'> & { jwtSecret: string } & Partial<
      Pick<Config, 'trustProxy' | 's3' | 'publicUrl' | 'allowInside'>
    >;
  /** Takes on what is done after the request; without it nothing leaves the house. */
  jobs?: Jobs;
  /** Built SPA; served when the folder exists. */
  adminDist?: string;
  logger?: boolean;
}

/** Handed from the route to the query modules. */
export interface Context {
  db: Database;
  clock: Clock;
  actor: Actor;
  requestId: string;
  ip: string;
  /** Tells the caller how far the request is, when the endpoint promises it and the caller asked for it. */
  progress?: (progress: Progress) => void;
}

/** True when the actor sees the work of every unit; otherwise its own unit and what is below it. */
export function seesAll(actor: Actor): boolean {
  return actor.roles.some((role) => role === 'office' || role === 'observer' || role === 'auditor');
}

/**
 * Mobile numbers are for the unit and the office (DESIGN §3, privacy). Who reads what others keep gets them masked, also
 * when reporting for a unit besides: of that unit's own rows `forReader` is told.
 */
export function seesMobiles(actor: Actor): boolean {
  return isOffice(actor) || !seesAll(actor);
}

/**
 * What the actor may see of texts that may hold mobile numbers.
 * @param own it is what the actor keeps, and writes back as it was read
 */
export function forReader<T>(actor: Actor, data: T, own = false): T {
  return own || seesMobiles(actor) ? data : maskMobiles(data);
}

export function isOffice(actor: Actor): boolean {
  return actor.roles.includes('office');
}
