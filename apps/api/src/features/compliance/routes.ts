import type { Quarter } from '@nuanxin/domain';
import { ProblemError } from '../../problem.ts';
import type { Route } from '../../routes.ts';
import { getCompliance, getComplianceCheck, getSignage } from './compliance.ts';
import { headingOfFile, headingOfText } from './heading.ts';

export function complianceRoutes(route: Route): void {
  route('getCompliance', async ({ query, ctx }) => getCompliance(ctx, query.year));
  route('getSignage', async ({ query, ctx }) => getSignage(ctx, query.year));
  route('getComplianceCheck', async ({ params, query: { year, quarter }, ctx }) =>
    getComplianceCheck(ctx, params.check, {
      ...(year === undefined ? {} : { year }),
      ...(quarter === undefined ? {} : { quarter: quarter as Quarter }),
    }),
  );
  route('checkHeading', async ({ body, ctx }) => headingOfText(ctx, body));
  route('checkHeadingOfFile', async ({ body: { file, ...asked }, ctx }) => {
    const { fileName, content } = file as Partial<{ fileName: string; content: Buffer }>;
    if (fileName === undefined || !Buffer.isBuffer(content)) throw new ProblemError('file_missing');
    return headingOfFile(ctx, { ...asked, fileName, content });
  });
}
