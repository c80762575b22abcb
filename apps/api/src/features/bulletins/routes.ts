import type { Route } from '../../routes.ts';
import { bulletinDocx } from './docx.ts';
import { candidateFacts } from './facts.ts';
import { readTold } from './figures.ts';
import { findBulletin, getBulletin, listBulletins, listSources } from './read.ts';
import { publishBulletin, stepBulletin, unlockSource } from './steps.ts';
import { createBulletin, deleteBulletin, updateBulletin } from './write.ts';

export function bulletinRoutes(route: Route): void {
  route('listBulletins', async ({ query, ctx }) => listBulletins(ctx, query));
  route('createBulletin', async ({ body, ctx }) => createBulletin(ctx, body));
  route('getBulletin', async ({ params, ctx }) => getBulletin(ctx, params.id));
  route('updateBulletin', async ({ params, body, ifMatch, ctx }) => updateBulletin(ctx, params.id, body, ifMatch));
  route('deleteBulletin', async ({ params, ifMatch, ctx }) => deleteBulletin(ctx, params.id, ifMatch));
  route('submitBulletin', async ({ params, body, ifMatch, ctx }) =>
    stepBulletin(ctx, params.id, 'submit', body, ifMatch),
  );
  route('approveBulletin', async ({ params, body, ifMatch, ctx }) =>
    stepBulletin(ctx, params.id, 'approve', body, ifMatch),
  );
  route('sendBackBulletin', async ({ params, body, ifMatch, ctx }) =>
    stepBulletin(ctx, params.id, 'send_back', body, ifMatch),
  );
  route('publishBulletin', async ({ params, body, ifMatch, ctx }) => publishBulletin(ctx, params.id, body, ifMatch));
  route('unlockBulletinSource', async ({ params, body, ctx }) => unlockSource(ctx, params.id, body));
  route('listBulletinSources', async ({ params, ctx }) => listSources(ctx, params.id));
  route('listBulletinFacts', async ({ params, ctx }) => {
    const { bulletin, task } = await findBulletin(ctx, ctx.db, params.id);
    const told = await readTold(ctx, bulletin.period, task);
    return { items: await candidateFacts(ctx, bulletin.period, told), nextCursor: null };
  });
  route('getBulletinDocument', async ({ params, ctx }) => bulletinDocx((await getBulletin(ctx, params.id)).data));
}
