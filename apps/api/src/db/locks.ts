import { sql } from 'drizzle-orm';
import type { Db } from './connect.ts';

/** Numbers that no other program on the same database uses. */
const PLANS = 7_208_114;
const FORMS = 7_208_115;

/**
 * Deadlines follow the calendar and the plans: whoever changes one of them does so after the other, and reads the calendar
 * only then. Until the end of the transaction.
 */
export async function lockPlans(tx: Db): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${PLANS})`);
}

/** While a version of a form is published nobody begins a report: all reports of a period are made on one version. */
export async function lockForms(tx: Db, to: 'publish' | 'use'): Promise<void> {
  await tx.execute(
    to === 'publish' ? sql`select pg_advisory_xact_lock(${FORMS})` : sql`select pg_advisory_xact_lock_shared(${FORMS})`,
  );
}
