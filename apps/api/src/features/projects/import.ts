import type { Download, ExportFormat, ProjectImport } from '@nuanxin/contract';
import { projectColumnLabel, projectKindLabel, type ProjectRow } from '@nuanxin/domain';
import { projectList } from '@nuanxin/workbook';
import { eq, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { audit, type AuditEntry } from '../../db/audit.ts';
import { campaigns, projects } from '../../db/schema/index.ts';
import { insertMany } from '../../db/sql.ts';
import { listFile } from '../../export-list.ts';
import { ProblemError } from '../../problem.ts';
import { planYear } from '../campaigns/campaigns.ts';
import { importUnits } from '../imports/facts.ts';
import { inProcess } from '../imports/in-process.ts';
import { compared, errorsIn, isToWrite, shownSample, type ListUpload, type Shown } from '../imports/list-import.ts';
import { listProjects, readProjects, said, type ProjectQuery } from './projects.ts';

const label = projectColumnLabel;

type Known = Awaited<ReturnType<typeof readProjects>>[number];

/** The list as a file to change and to import again. */
export async function exportProjects(ctx: Context, format: ExportFormat, query: ProjectQuery): Promise<Download> {
  const { year, items } = await listProjects(ctx, query);
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
  return listFile(format, projectList(title, rows));
}

/**
 * Reads the list from a workbook and, unless something in it is wrong, writes all of it: a known number is updated, an
 * unknown one is new, what the file does not name stays.
 * @throws ProblemError not_found, file_refused, import_timeout
 */
export async function importProjects(
  ctx: Context,
  { fileName, content, mode }: ListUpload,
  asked: number | undefined,
): Promise<ProjectImport> {
  const year = await planYear(ctx, asked);
  const { entries, ids } = await importUnits(ctx.db, ['office', 'township', 'department', 'media']);
  const list = await inProcess({ kind: 'projects', bytes: content, fileName, units: entries });
  const errors = errorsIn(list.rows);
  return ctx.db.transaction(async (tx) => {
    const [campaign] = await tx.select().from(campaigns).where(eq(campaigns.year, year)).for('update');
    if (!campaign) throw new ProblemError('not_found');
    const before = await readProjects(tx, eq(projects.campaignId, campaign.id));
    const known = new Map(before.map((project) => [project.no, project]));
    const rows = list.rows.map((row) => {
      const old = known.get(row.no ?? 0);
      return { ...row, ...compared(row.findings, old && shownOf(old), shownOf({ ...row, sample: false })) };
    });
    const written = mode === 'atomic' && errors === 0;
    if (written) {
      const values = rows.filter(isToWrite).flatMap((row) => rowValues(row, known, ids));
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
      rows,
      ignored: list.ignored,
      unknownHeaders: list.unknownHeaders,
      absent: before.filter(({ no }) => !named.has(no)).map(({ no, name }) => ({ no, name })),
    };
  });
}

/** A note that the list has no column for stays. */
function shownOf(
  row: Pick<ProjectRow, 'field' | 'name' | 'labelName' | 'kind' | 'lead' | 'note'> & { sample: boolean },
): Shown {
  const { field, name, labelName, kind, lead, note, sample } = row;
  return {
    [label.field]: field,
    [label.name]: name,
    [label.labelName]: labelName,
    [label.kind]: kind ? projectKindLabel[kind] : '',
    [label.lead]: lead?.name ?? '',
    ...(note === null ? {} : { [label.note]: note }),
    ...shownSample(sample),
  };
}

function rowValues(row: ProjectRow, known: ReadonlyMap<number, Known>, ids: ReadonlyMap<string, string>) {
  const { no, field, name, labelName, kind, lead, note } = row;
  if (no === null || kind === null) return [];
  const old = known.get(no);
  const leadId = lead === null ? null : (ids.get(lead.code) ?? null);
  return [{ id: old?.id, no, field, name, labelName, kind, leadId, note: note ?? old?.note ?? '', sample: false }];
}

/** All rows with one statement. A number that has both names of another project by now is another project. */
async function updateAll(tx: Db, rows: ReturnType<typeof rowValues>) {
  const changed = rows
    .filter(({ id }) => id !== undefined)
    .map(({ labelName, leadId, ...row }) => ({ ...row, label_name: labelName, lead_id: leadId }));
  if (changed.length === 0) return;
  await tx.execute(sql`
    update projects p set field = n.field, name = n.name, label_name = n.label_name, kind = n.kind, lead_id = n.lead_id,
      note = n.note, sample = n.sample, version = p.version + 1,
      origin = case when p.name <> n.name and p.label_name <> n.label_name then null else p.origin end
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
