import type { Client } from '@nuanxin/client';
import { lampLabel, obligationStatusLabel } from '@nuanxin/domain';
import { table } from './table.ts';

/** Deadlines of a year as a table. */
export async function deadlines(client: Client, year: number | undefined): Promise<string> {
  const { data } = await client.listDeadlines({ query: { limit: 500, ...(year === undefined ? {} : { year }) } });
  return table(
    ['时限', '星期', '报送期', '任务', ''],
    data.items.map(({ dueOn, dueDay, period, task, provisional }) => [
      dueOn,
      dueDay,
      period,
      `${task.code} ${task.title}`,
      provisional ? '暂定' : '',
    ]),
  );
}

/** Who owes what in a period, as a table. */
export async function status(client: Client, period: string): Promise<string> {
  const { data } = await client.listObligations({ query: { period, limit: 500 } });
  return table(
    ['单位', '任务', '时限', '亮灯', '状态'],
    data.items.map(({ unit, task, dueOn, lamp, status: state }) => [
      unit.name,
      task.code,
      dueOn,
      lampLabel[lamp],
      obligationStatusLabel[state],
    ]),
  );
}
