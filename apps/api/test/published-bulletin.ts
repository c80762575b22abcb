import type { Bulletin, Client } from '@nuanxin/client';

/** A bulletin of a quarter as it comes out, looked at once. */
export async function publishBulletin(office: Client, year: number, quarter: number): Promise<Bulletin> {
  const { data } = await office.createBulletin({ body: { year, quarter } });
  const params = { id: data.id };
  let { version } = data;
  const ifMatch = (): string => `"${version}"`;
  ({ version } = (await office.updateBulletin({ params, body: { steps: 1 }, ifMatch: ifMatch() })).data);
  ({ version } = (await office.submitBulletin({ params, body: {}, ifMatch: ifMatch() })).data);
  ({ version } = (await office.approveBulletin({ params, body: {}, ifMatch: ifMatch() })).data);
  const body = { documentNo: `黄民生办〔${year}〕${quarter}号` };
  return (await office.publishBulletin({ params, body, ifMatch: ifMatch() })).data;
}
