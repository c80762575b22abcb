import type { TProperties } from 'typebox';
import { Closed, CSV, Words, XLSX } from './common.ts';
import { endpoint, type Access } from './endpoint.ts';
import type { ProblemCode } from './problems.ts';

/** The files in which a list is taken away. */
export const exportFormats = ['xlsx', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

interface Listed<P extends TProperties, F extends TProperties> {
  /** These are the list's own. */
  path: string;
  tag: string;
  access: Access;
  params?: P;
  filters: F;
  summary: string;
  problems: readonly ProblemCode[];
}

/** `GET /<list>/export.{format}`: the rows that a list shows under the same filters, in its order, as a file. */
export function listExport<F extends TProperties, P extends TProperties = Record<never, never>>(list: Listed<P, F>) {
  const { path, tag, access, params = {} as P, filters, summary, problems } = list;
  return endpoint({
    method: 'GET',
    path: `${path}/export.{format}`,
    tag,
    summary: `${summary}; at most 20,000 rows`,
    access,
    params: Closed({ ...params, format: Words(exportFormats) }),
    query: Closed(filters),
    status: 200,
    download: [XLSX, CSV],
    problems: [...problems, 'export_too_large'],
  });
}
