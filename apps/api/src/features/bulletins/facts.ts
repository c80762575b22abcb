import type { BulletinFactItem } from '@nuanxin/contract';
import {
  obligationStatusLabel,
  periodLabel,
  periodRange,
  problemStateLabel,
  type BulletinFact,
  type BulletinMention,
} from '@nuanxin/domain';
import { and, between, eq, isNull, ne, sql } from 'drizzle-orm';
import type { Context } from '../../context.ts';
import type { Db } from '../../db/connect.ts';
import { obligations, problems, records, units } from '../../db/schema/index.ts';
import { anyOf } from '../../db/sql.ts';
import { loadCalendar } from '../calendar/load.ts';
import { selectObligations, viewOf } from '../obligations/obligations.ts';
import { standingWords } from '../statistics/standing-words.ts';
import type { Told } from './figures.ts';

type Reading = Pick<Context, 'actor' | 'clock'> & { db: Db };

/** A fact as it stands now, with the units that it is about. */
export interface Fact {
  units: string[];
  text: string;
}

interface FactRef {
  kind: BulletinFact;
  id: string;
}

export const factKey = ({ kind, id }: FactRef): string => `${kind} ${id}`;

/** The facts named, by their keys; one query for each kind that is named. Those that there are not are missing. */
export async function findFacts({ db, clock }: Reading, refs: readonly FactRef[]): Promise<Map<string, Fact>> {
  const ids = (kind: BulletinFact): string[] => refs.flatMap((each) => (each.kind === kind ? [each.id] : []));
  const found = new Map<string, Fact>();
  if (ids('obligation').length > 0) {
    const [rows, calendar] = [
      await selectObligations(db).where(anyOf(obligations.id, ids('obligation'))),
      await loadCalendar(db),
    ];
    for (const row of rows) {
      const { status, timeliness, lateWorkingDays } = viewOf(row, clock(), calendar);
      const late = timeliness === 'late' && lateWorkingDays ? `，迟报${lateWorkingDays}个工作日` : '';
      const what = `${periodLabel(row.deadline.period)} ${row.task.title}`;
      found.set(factKey({ kind: 'obligation', id: row.obligation.id }), {
        units: [row.unit.code],
        text: `${what}：${obligationStatusLabel[status]}${late}`,
      });
    }
  }
  if (ids('problem').length > 0) {
    for (const row of await selectProblemFacts(db).where(anyOf(problems.id, ids('problem'))))
      found.set(factKey({ kind: 'problem', id: row.id }), {
        units: [row.unit.code, ...(row.assignee === null ? [] : [row.assignee])],
        text: problemText(row),
      });
  }
  if (ids('record').length > 0) {
    for (const row of await selectRecordFacts(db).where(and(anyOf(records.id, ids('record')), isCase)))
      found.set(factKey({ kind: 'record', id: row.id }), { units: [row.unit.code], text: recordText(row) });
  }
  return found;
}

const selectProblemFacts = (db: Db) =>
  db
    .select({
      id: problems.id,
      no: problems.no,
      description: problems.description,
      state: problems.state,
      unit: { code: units.code, name: units.name },
      assignee: sql<string | null>`(select code from units a where a.id = ${problems.assigneeId})`,
    })
    .from(problems)
    .innerJoin(units, eq(units.id, problems.unitId));

const problemText = ({ no, description, state }: Pick<typeof problems.$inferSelect, 'no' | 'description' | 'state'>) =>
  `问题 ${no}（${problemStateLabel[state]}）：${description}`;

/** Of the records only good cases are told of. */
const isCase = and(eq(records.kind, 'cases'), isNull(records.deletedAt));

const selectRecordFacts = (db: Db) =>
  db
    .select({
      id: records.id,
      occurredOn: records.occurredOn,
      title: sql<string>`coalesce(${records.data} ->> 'title', '')`,
      unit: { code: units.code, name: units.name },
    })
    .from(records)
    .innerJoin(units, eq(units.id, records.unitId));

const recordText = ({ occurredOn, title }: { occurredOn: string | null; title: string }): string =>
  `${occurredOn ?? ''} 典型案例：${title}`.trim();

/**
 * What a bulletin can name units for: reports that are late, missing or sent back, problems that were found in the quarter
 * and are none by mistake, and good cases of the quarter (R55–R57).
 */
export async function candidateFacts({ db }: Reading, period: string, { reports }: Told): Promise<BulletinFactItem[]> {
  const { from, to } = periodRange(period);
  const late = reports.flatMap((report): BulletinFactItem[] => {
    if (!report.late && report.standing !== 'missing' && report.standing !== 'returned') return [];
    const { unit, obligation } = report.row;
    return [
      item('obligation', obligation.id, 'criticise', unit, `${periodLabel(period)}报送：${standingWords(report)}`),
    ];
  });
  const found = await selectProblemFacts(db)
    .where(and(between(problems.foundOn, from, to), ne(problems.state, 'void')))
    .orderBy(problems.year, problems.no)
    .limit(MOST);
  const cases = await selectRecordFacts(db)
    .where(and(isCase, between(records.occurredOn, from, to)))
    .orderBy(records.occurredOn, records.id)
    .limit(MOST);
  return [
    ...late,
    ...found.map((row) => item('problem', row.id, 'criticise', row.unit, problemText(row))),
    ...cases.map((row) => item('record', row.id, 'commend', row.unit, recordText(row))),
  ];
}

/** More than anybody looks through. */
const MOST = 200;

function item(
  of: BulletinFact,
  id: string,
  kind: BulletinMention,
  { code, name }: { code: string; name: string },
  text: string,
): BulletinFactItem {
  return { fact: { kind: of, id }, kind, unit: { code, name }, text };
}
