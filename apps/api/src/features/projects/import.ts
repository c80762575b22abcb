import type { Download, ProjectImport } from '@nuanxin/contract';
import { projectKindLabel, type ProjectRow } from '@nuanxin/domain';
import { makeProjectList } from '@nuanxin/workbook';
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { audit, type AuditEntry } from '../../db/audit.ts';
import { campaigns, projects } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { importUnits } from '../imports/facts.ts';
import { inProcess } from '../imports/in-process.ts';
import { listProjects, readProjects, said } from './projects.ts';

interface Upload {
  fileName: string;
  content: Uint8Array;
  year?: number;
  mode: 'dry_run' | 'atomic';
}

type Known = Awaited<ReturnType<typeof readProjects>>[number];

/** The list as a workbook to change and to import again. */
export async function exportProjects(ctx: Context, wanted?: number): Promise<Download> {
  const { year, items } = await listProjects(ctx, wanted);
  const title = `${year}年民生实事项目清单`;
  const rows = items.map(({ no, field, name, labelName, kind, lead, note }) => ({
    no,
    field,
    name,
    labelName,
    note,
    kind: projectKindLabel[kind],
    lead: lead?.name ?? '',
  }));
  return { fileName: `${title}.xlsx`, content: await makeProjectList(title, rows) };
}

/**
 * Reads the list from a workbook and, unless something in it is wrong, writes all of it: a known number is updated, an
 * unknown one is new, what the file does not name stays.
 * @throws ProblemError not_found, file_refused, import_timeout
 */
export async function importProjects(
  ctx: Context,
  { fileName, content, mode, ...asked }: Upload,
): Promise<ProjectImport> {
  const year = await planYear(ctx, asked.year);
  const { entries, ids } = await importUnits(ctx.db, ['office', 'township', 'department', 'media']);
  const list = await inProcess({ kind: 'projects', bytes: content, fileName, units: entries });
  const errors = list.rows.flatMap(({ findings }) => findings.filter(({ level }) => level === 'error')).length;
  return ctx.db.transaction(async (tx) => {
    const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.year, year)).for('update');
    if (!campaign) throw new ProblemError('not_found');
    const before = await readProjects(tx, eq(projects.campaignId, campaign.id));
    const known = new Map(before.map((project) => [project.no, project]));
    const rows = list.rows.map((row) => ({ ...row, outcome: outcomeOf(row, known) }));
    const written = mode === 'atomic' && errors === 0;
    if (written) {
      const values = rows
        .filter(({ outcome }) => outcome === 'new' || outcome === 'changed')
        .flatMap((row) => rowValues(row, known, ids));
      await insertMany(
        tx,
        projects,
        values.filter(({ id }) => id === undefined).map(({ id: _id, ...row }) => ({ ...row, campaignId: campaign.id })),
      );
      await updateAll(tx, values);
      const after = await readProjects(tx, eq(projects.campaignId, campaign.id));
      await audit(tx, ctx, ...entriesOf(after, known, fileName));
    }
    const named = new Set(list.rows.map(({ no }) => no));
    return {
      fileName,
      sheet: list.sheet,
      written,
      errors,
      rows: rows.map(({ note: _note, ...row }) => row),
      ignored: list.ignored,
      unknownHeaders: list.unknownHeaders,
      absent: before.filter(({ no }) => !named.has(no)).map(({ no, name }) => ({ no, name })),
    };
  });
}

function outcomeOf(row: ProjectRow, known: ReadonlyMap<number, Known>): ProjectImport['rows'][number]['outcome'] {
  if (row.no === null || row.findings.some(({ level }) => level === 'error')) return 'faulty';
  const old = known.get(row.no);
  if (!old) return 'new';
  const { field, name, labelName, kind, lead, note } = row;
  const same =
    !old.sample &&
    [field === old.field, name === old.name, labelName === old.labelName, kind === old.kind].every(Boolean) &&
    (lead?.code ?? null) === (old.lead?.code ?? null) &&
    (note === null || note === old.note);
  return same ? 'same' : 'changed';
}

function rowValues(row: ProjectRow, known: ReadonlyMap<number, Known>, ids: ReadonlyMap<string, string>) {
  const { no, field, name, labelName, kind, lead, note } = row;
  if (no === null || kind === null) return [];
  const old = known.get(no);
  const leadId = lead === null ? null : (ids.get(lead.code) ?? null);
  return [{ id: old?.id, no, field, name, labelName, kind, leadId, note: note ?? old?.note ?? '', sample: false }];
}

/** All rows with one statement. */
async function updateAll(tx: Db, rows: ReturnType<typeof rowValues>) {
  const changed = rows
    .filter(({ id }) => id !== undefined)
    .map(({ labelName, leadId, ...row }) => ({ ...row, label_name: labelName, lead_id: leadId }));
  if (changed.length === 0) return;
  await tx.execute(sql`
    update projects p set field = n.field, name = n.name, label_name = n.label_name, kind = n.kind, lead_id = n.lead_id,
      note = n.note, sample = n.sample, version = p.version + 1
    from json_to_recordset(${JSON.stringify(changed)}::json)
      as n(id uuid, field text, name text, label_name text, kind text, lead_id uuid, note text, sample boolean)
    where p.id = n.id`);
}

/** An entry for each project that became another. */
function entriesOf(after: Known[], known: ReadonlyMap<number, Known>, fileName: string): AuditEntry[] {
  return after.flatMap((project): AuditEntry[] => {
    const old = known.get(project.no);
    if (old?.version === project.version) return [];
    return [
      {
        action: 'project.import',
        entity: 'project',
        entityId: project.id,
        before: old ? said(old) : null,
        after: { ...said(project), fileName },
      },
    ];
  });
}
