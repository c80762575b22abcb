import type { FastifyReply } from 'fastify';
import type { Route } from '../../routes.ts';
import { getPublicCampaign, listPublicCampaigns } from './public.ts';

const FIVE_MINUTES = 'public, max-age=300';

export function publicRoutes(route: Route): void {
  // What is public is asked each time: it is what a page goes by that says a year is not.
  route('listPublicCampaigns', async ({ ctx, reply }) => {
    reply.header('cache-control', 'no-cache');
    return listPublicCampaigns(ctx);
  });
  route('getPublicCampaign', async ({ params, ctx, request, reply }) => {
    const { data, etag } = await getPublicCampaign(ctx, params.year);
    reply.header('cache-control', FIVE_MINUTES).header('etag', etag);
    return same(request.headers['if-none-match'], etag) ? unchanged(reply) : data;
  });
}

function same(asked: string | undefined, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');
  return asked === '*' || (asked ?? '').split(',').some((each) => opaque(each) === opaque(etag));
}

function unchanged(reply: FastifyReply): undefined {
  void reply.code(304).send();
  return undefined;
}
