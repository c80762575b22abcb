import { reporterKind } from '@nuanxin/domain';
import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Role } from '@nuanxin/contract';
import type { Actor, Context } from '../../context.ts';
import { hashPassword } from '../../features/auth/passwords.ts';
import { settleObligations } from '../../features/obligations/grants.ts';
import { readObligations, type ObligationRow } from '../../features/obligations/obligations.ts';
import { saveDraft, startSubmission, step } from '../../features/submissions/submissions.ts';
import type { Database } from '../connect.ts';
import { deadlines, submissions, tasks, units, users } from '../schema/index.ts';
import { loadRecords } from './load-records.ts';
import { loadPolicyCards } from './policy-cards.ts';
import { loadProblems } from './problems.ts';
import { demoSummary, demoValues, random } from './values.ts';

export const DEMO_PASSWORD = 'Nuanxin-2025-demo';
const at = (instant: string) => () => new Date(instant);

/**
 * Two quarters of believable work in the 2025 plan: every page has something to show on the morning of 3 July 2025.
 * Goes through the same functions as the buttons, so that history, audit and status are what they would be. Does nothing
 * when there are submissions already.
 */
export async function loadDemo(db: Database): Promise<void> {
  const [any] = await db.select({ id: submissions.id }).from(submissions).limit(1);
  if (any) return;
  const actors = await createAccounts(db);
  const office = actors.get('admin');
  if (!office) throw new Error('the demonstration needs the first account');
  const context = (actor: Actor, instant: string): Context => ({
    db,
    actor,
    clock: at(instant),
    requestId: 'demo',
    ip: '127.0.0.1',
  });

  await loadRecords(db, actors, office, context);
  await loadProblems(actors, office, context);
  await loadPolicyCards(context(office, '2025-03-05T10:00:00+08:00'));
  const owed = await readObligations(
    context(office, '2025-07-03T08:00:00+08:00'),
    eq(tasks.tracking, 'submission'),
    inArray(deadlines.period, ['2025Q1', '2025Q2']),
  );
  const next = random(2025);
  for (const [index, row] of owed.entries()) {
    const actor = actors.get(row.unit.code.toLowerCase());
    const kind = reporterKind(row.unit.kind);
    if (!actor || !kind) continue;
    await (row.deadline.period === '2025Q1' ? firstQuarter : secondQuarter)({
      row,
      index,
      actor,
      office,
      kind,
      next,
      context,
    });
  }
  // What the office itself and everybody did by then among the tasks that are not handed in.
  const done = await readObligations(
    context(office, '2025-07-03T08:00:00+08:00'),
    inArray(tasks.code, ['T3.2', 'T5.1', 'T6.1']),
  );
  const behind = new Set(['341003204', 'B13']);
  const ids = done.flatMap(({ obligation, unit }) => (behind.has(unit.code) ? [] : [obligation.id]));
  await settleObligations(context(office, '2025-06-03T10:00:00+08:00'), {
    ids,
    doneOn: '2025-05-30',
    note: '已核对活动照片和汇总数',
  });
}

interface Turn {
  row: ObligationRow;
  index: number;
  actor: Actor;
  office: Actor;
  kind: 'township' | 'department' | 'media';
  next: () => number;
  context: (actor: Actor, instant: string) => Context;
}

async function fill({ row, index, actor, kind, next, context }: Turn, instant: string) {
  const ctx = context(actor, instant);
  const started = await startSubmission(ctx, row.obligation.id);
  // What the records say, and for the rest what such a unit would state.
  const values = { ...demoValues(kind, next), ...started.data.values };
  // Some know of one piece more than they entered.
  if (index % 5 === 0 && values.F0102 !== undefined) values.F0102 += 1;
  const draft = { values, summary: demoSummary(row.unit.name, instant.slice(0, 10), next) };
  return saveDraft(ctx, started.data.id, draft, started.version);
}

/** All in; three late, one returned and corrected; everything accepted. */
async function firstQuarter(turn: Turn): Promise<void> {
  const { row, index, actor, office, context } = turn;
  const late = ['341003107', 'B17', 'B21'].includes(row.unit.code);
  const day = late ? `2025-04-0${2 + (index % 2)}` : `2025-03-${20 + (index % 12)}`;
  const saved = await fill(turn, `${day}T10:${String(10 + (index % 50)).padStart(2, '0')}:00+08:00`);
  let current = await step(context(actor, `${day}T11:20:00+08:00`), saved.data.id, 'submit', {}, saved.version);
  if (row.unit.code === '341003105') {
    current = await step(
      context(office, '2025-04-02T15:30:00+08:00'),
      saved.data.id,
      'return',
      {
        comment: '培训人次与场次不相称，请核对后重报。',
        remarks: { F0503: '与签到表不符，请核对人次。' },
      },
      current.version,
    );
    const values = { ...current.data.values, F0503: 46 };
    current = await saveDraft(context(actor, '2025-04-03T09:10:00+08:00'), saved.data.id, { values }, current.version);
    current = await step(context(actor, '2025-04-03T09:12:00+08:00'), saved.data.id, 'submit', {}, current.version);
  }
  await step(context(office, '2025-04-08T09:30:00+08:00'), saved.data.id, 'accept', {}, current.version);
}

/** Two days after the due day: most are in, some accepted, two returned, one withdrawn, some still owe. */
async function secondQuarter(turn: Turn): Promise<void> {
  const { row, index, actor, office, context } = turn;
  const { code } = row.unit;
  if (['341003203', '341003204', 'B13', 'B17', 'B22'].includes(code)) return;
  const late = ['341003106', 'B16'].includes(code);
  const day = late ? '2025-07-02' : `2025-06-${24 + (index % 7)}`;
  const saved = await fill(turn, `${day}T09:${String(10 + (index % 50)).padStart(2, '0')}:00+08:00`);
  if (code === 'B23') return;
  let current = await step(context(actor, `${day}T16:05:00+08:00`), saved.data.id, 'submit', {}, saved.version);
  if (code === '341003201') {
    await step(context(actor, '2025-07-01T08:40:00+08:00'), saved.data.id, 'withdraw', {}, current.version);
  } else if (code === '341003101' || code === 'B10') {
    const comment =
      code === 'B10'
        ? '工作小结过于简单，请补充主要做法和成效。'
        : '咨询窗口数与上季度相差较大，请核对；省级刊播请补链接。';
    await step(context(office, '2025-07-02T10:20:00+08:00'), saved.data.id, 'return', { comment }, current.version);
  } else if (index % 3 === 0) {
    current = await step(context(office, '2025-07-02T14:00:00+08:00'), saved.data.id, 'accept', {}, current.version);
  }
}

/** One account per reporting unit, named by its code, and one for each reading role; one password for all of them. */
async function createAccounts(db: Database): Promise<Map<string, Actor>> {
  const reporting = await db
    .select()
    .from(units)
    .where(and(inArray(units.kind, ['township', 'department', 'media']), eq(units.active, true)))
    .orderBy(asc(units.sort));
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  const account = { passwordHash, mustChangePassword: false, createdAt: new Date('2025-01-06T09:00:00+08:00') };
  await db.insert(users).values([
    ...reporting.map(({ id, code, name }) => ({
      ...account,
      username: code.toLowerCase(),
      displayName: `${name}填报员`,
      roles: ['reporter'] as Role[],
      unitId: id,
    })),
    { ...account, username: 'ducha', displayName: '督查员', roles: ['observer'] as Role[] },
    { ...account, username: 'shenji', displayName: '审计员', roles: ['auditor'] as Role[] },
  ]);
  const rows = await db
    .select({ user: users, unit: { id: units.id, code: units.code, name: units.name, kind: units.kind } })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId));
  return new Map(
    rows.map(({ user, unit }) => [
      user.username,
      {
        id: user.id,
        sessionId: '',
        username: user.username,
        name: user.displayName,
        roles: user.roles,
        unit,
        mustChangePassword: false,
      },
    ]),
  );
}
