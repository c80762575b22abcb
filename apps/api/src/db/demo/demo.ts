import type { Database } from '../connect.ts';

export async function loadDemo(_db: Database): Promise<void> {}
