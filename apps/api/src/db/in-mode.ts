import type { PlanMode } from '@nuanxin/contract';
import type { Context } from '../context.ts';
import type { Tx } from './connect.ts';

/**
 * Runs in a transaction that is kept or, for a dry run, rolled back: what is shown before is what happens then, since it
 * is the same work.
 */
export async function inMode<T>({ db }: Pick<Context, 'db'>, mode: PlanMode, work: (tx: Tx) => Promise<T>): Promise<T> {
  let result: { value: T } | undefined;
  try {
    await db.transaction(async (tx) => {
      result = { value: await work(tx) };
      if (mode === 'dry_run') throw new OnlyLooked();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooked)) throw error;
  }
  if (!result) throw new Error('a transaction without a result');
  return result.value;
}

class OnlyLooked extends Error {}
