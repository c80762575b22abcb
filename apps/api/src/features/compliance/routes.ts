import { ProblemError } from '../../problem.ts';
import type { Route } from '../../routes.ts';
import { getCompliance, getComplianceCheck, getSignage, type FindingFilters } from './compliance.ts';
import { exportFindings } from './export.ts';
import { headingOfFile, headingOfText } from './heading.ts';

export function complianceRoutes(route: Route): void {
  route('getCompliance', async ({ query, ctx }) => getCompliance(ctx, query.year));
  route('getSignage', async ({ query, ctx }) => getSignage(ctx, query.year));
  route('getComplianceCheck', async ({ params, query, ctx }) =>
    getComplianceCheck(ctx, params.check, query as FindingFilters),
  );
  route('exportComplianceCheck', async ({ params, query, ctx }) =>
    exportFindings(ctx, params.format, params.check, query as FindingFilters),
  );
  route('checkHeading', async ({ body, ctx }) => headingOfText(ctx, body));
  route('checkHeadingOfFile', async ({ body: { file, ...asked }, ctx }) => {
    const { fileName, content } = file as Partial<{ fileName: string; content: Buffer }>;
    if (fileName === undefined || !Buffer.isBuffer(content)) throw new ProblemError('file_missing');
    return headingOfFile(ctx, { ...asked, fileName, content });
  });
}
