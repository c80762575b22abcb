import type { Client } from '@nuanxin/client';
import { lampLabel, obligationStatusLabel } from '@nuanxin/domain';
import { signIn } from './session.ts';
import { settingsOf, type AccountFlags } from './settings.ts';
import { table } from './table.ts';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Everything of a list, page by page. */
async function all<T>(page: (paging: { limit: number; cursor?: string }) => Promise<{ data: Page<T> }>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const { data }: { data: Page<T> } = await page({ limit: 500, ...(cursor === null ? {} : { cursor }) });
    items.push(...data.items);
    cursor = data.nextCursor;
  } while (cursor !== null);
  return items;
}

async function signedIn(flags: AccountFlags): Promise<Client> {
  return (await signIn(await settingsOf(flags))).client;
}

/** Deadlines of a year as a table. */
export async function deadlines({ year, ...flags }: AccountFlags & { year?: number }): Promise<string> {
  const client = await signedIn(flags);
  const items = await all((paging) =>
    client.listDeadlines({ query: { ...paging, ...(year === undefined ? {} : { year }) } }),
  );
  return table(
    ['时限', '星期', '报送期', '任务', ''],
    items.map(({ dueOn, dueDay, period, task, provisional }) => [
      dueOn,
      dueDay,
      period,
      `${task.code} ${task.title}`,
      provisional ? '暂定' : '',
    ]),
  );
}

/** Who owes what in a period, as a table. */
export async function status({ period, ...flags }: AccountFlags & { period: string }): Promise<string> {
  const client = await signedIn(flags);
  const items = await all((paging) => client.listObligations({ query: { ...paging, period } }));
  if (items.length === 0) return `${period} 没有应报事项`;
  return table(
    ['单位', '任务', '时限', '亮灯', '状态'],
    items.map(({ unit, task, dueOn, lamp, status: state, provisional }) => [
      unit.name,
      task.code,
      provisional ? `${dueOn}（暂定）` : dueOn,
      lampLabel[lamp],
      obligationStatusLabel[state],
    ]),
  );
}
