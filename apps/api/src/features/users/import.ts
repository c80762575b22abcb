import type { Download, ExportFormat, Role, User, UserImport } from '@nuanxin/contract';
import { roleLabel, userLayout, type UserRow } from '@nuanxin/domain';
import { userList } from '@nuanxin/workbook';
import { asc, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context.ts';
import { audit, type AuditEntry } from '../../db/audit.ts';
import type { Db } from '../../db/connect.ts';
import { units, users } from '../../db/schema/index.ts';
import { insertMany, isUniqueViolation } from '../../db/sql.ts';
import { listFile, momentText, wholeList } from '../../export-list.ts';
import { ProblemError } from '../../problem.ts';
import { importUnits } from '../imports/facts.ts';
import { inProcess } from '../imports/in-process.ts';
import { compared, errorsIn, isToWrite, type ListUpload, type Shown } from '../imports/list-import.ts';
import { listUsers, type UserFilters } from './list.ts';
import { saidOf } from './users.ts';

const { label } = userLayout;
const rolesText = (held: readonly Role[]): string => held.map((role) => roleLabel[role]).join('、');

interface Known {
  id: string;
  username: string;
  displayName: string;
  roles: Role[];
  email: string | null;
  disabled: boolean;
  hasPassword: boolean;
  version: number;
  unit: { code: string; name: string } | null;
}

function readKnown(db: Db): Promise<Known[]> {
  const { id, username, displayName, roles, email, disabled, version } = users;
  const hasPassword = sql<boolean>`(${users.passwordHash} is not null)`;
  return db
    .select({
      id,
      username,
      displayName,
      roles,
      email,
      disabled,
      hasPassword,
      version,
      unit: { code: units.code, name: units.name },
    })
    .from(users)
    .leftJoin(units, eq(units.id, users.unitId))
    .orderBy(asc(users.username));
}

/** The list as a file to change and to import again. */
export async function exportUsers(ctx: Context, format: ExportFormat, filters: UserFilters): Promise<Download> {
  const items = await wholeList((all) => listUsers(ctx, { ...filters, ...all }));
  const rows = items.map(({ username, displayName, unit, roles, email, lastLoginAt, ...user }) => ({
    username,
    displayName,
    unit: unit?.name ?? '',
    roles: rolesText(roles),
    email: email ?? '',
    status: statusText(user),
    lastLogin: momentText(lastLoginAt) ?? '',
  }));
  return listFile(format, userList('用户清单', rows));
}

function statusText({
  disabled,
  hasPassword,
  invitation,
}: Pick<User, 'disabled' | 'hasPassword' | 'invitation'>): string {
  if (disabled) return '已停用';
  if (hasPassword) return '正常';
  if (!invitation) return '未邀请';
  return invitation.expired ? '邀请已过期' : '已邀请';
}

/**
 * Reads users from a workbook and, unless something in it is wrong, writes all of them: a known name is updated, an unknown
 * one is a new account without a password, whoever the list does not name stays.
 * @throws ProblemError file_refused, import_timeout, precondition_failed
 */
export async function importUsers(ctx: Context, { fileName, content, mode }: ListUpload): Promise<UserImport> {
  const { entries, ids } = await importUnits(ctx.db, ['office', 'township', 'department', 'media']);
  const list = await inProcess({ kind: 'users', bytes: content, fileName, units: entries });
  try {
    return await ctx.db.transaction(async (tx) => {
      // All accounts, administrators first, as whoever changes one locks them: their number is what has to be kept.
      await tx
        .select({ id: users.id })
        .from(users)
        .orderBy(sql`not 'admin' = any(${users.roles})`, users.id)
        .for('update');
      const accounts = await readKnown(tx);
      const known = new Map(accounts.map((user) => [user.username, user]));
      const before = new Map(accounts.map((user) => [user.username, shownOf({ ...user, email: user.email ?? '' })]));
      const rows = keepAdministrator(list.rows, accounts).map((row) => ({
        ...row,
        ...compared(row.findings, before.get(row.username), shownOf(row)),
      }));
      const errors = errorsIn(rows);
      const written = mode === 'atomic' && errors === 0;
      if (written) await write(ctx, tx, rows.filter(isToWrite), { known, unitIds: ids, fileName });
      return { ...list, fileName, written, errors, rows };
    });
  } catch (error) {
    // Somebody else made an account of the same name since the list was read.
    throw isUniqueViolation(error, 'users_username_unique') ? new ProblemError('precondition_failed') : error;
  }
}

function shownOf({ displayName, unit, roles, email }: Pick<Known, 'displayName' | 'unit' | 'roles' | 'email'>): Shown {
  return {
    [label.displayName]: displayName,
    [label.unit]: unit?.name ?? '',
    [label.roles]: rolesText(roles),
    ...(email === null ? {} : { [label.email]: email }),
  };
}

/** Somebody has to be left who keeps the accounts. */
function keepAdministrator(rows: UserRow[], before: readonly Known[]): UserRow[] {
  const listed = new Map(rows.map((row) => [row.username, row]));
  const left = before.some(
    (user) => !user.disabled && user.hasPassword && (listed.get(user.username)?.roles ?? user.roles).includes('admin'),
  );
  if (left) return rows;
  const kept = new Set(before.filter((user) => user.roles.includes('admin')).map(({ username }) => username));
  return rows.map((row) => {
    if (!kept.has(row.username)) return row;
    const detail = `第${row.row}行“${label.roles}”：系统至少要保留一名可用的管理员`;
    const { username: text } = row;
    const error = { level: 'error', code: 'last_admin', cell: null, field: 'roles', text, readsAs: null } as const;
    return { ...row, findings: [...row.findings, { ...error, detail }] };
  });
}

interface Write {
  known: ReadonlyMap<string, Known>;
  unitIds: ReadonlyMap<string, string>;
  fileName: string;
}

async function write(ctx: Context, tx: Db, rows: UserRow[], { known, unitIds, fileName }: Write): Promise<void> {
  const values = rows.map(({ username, displayName, roles, unit, email }) => ({
    id: known.get(username)?.id ?? uuidv7(),
    username,
    displayName,
    roles,
    unitId: unit ? (unitIds.get(unit.code) ?? null) : null,
    // A list without the column says nothing of it.
    email: (email === null ? known.get(username)?.email : email) || null,
  }));
  const fresh = values.filter(({ username }) => !known.has(username));
  await insertMany(
    tx,
    users,
    fresh.map((each) => ({ ...each, mustChangePassword: false, createdAt: ctx.clock() })),
  );
  await updateAll(
    tx,
    values.filter(({ username }) => known.has(username)),
  );
  await audit(tx, ctx, ...entriesOf(await readKnown(tx), known, fileName));
}

/** An entry for each user that is new or became another. */
function entriesOf(after: Known[], known: ReadonlyMap<string, Known>, fileName: string): AuditEntry[] {
  return after.flatMap((user): AuditEntry[] => {
    const old = known.get(user.username);
    if (old?.version === user.version) return [];
    const said = { before: old ? saidOf(old) : null, after: { ...saidOf(user), fileName } };
    return [{ action: 'user.import', entity: 'user', entityId: user.id, ...said }];
  });
}

type Value = Pick<typeof users.$inferInsert, 'username' | 'displayName' | 'roles'> & {
  id: string;
  unitId: string | null;
  email: string | null;
};

async function updateAll(tx: Db, changed: Value[]): Promise<void> {
  if (changed.length === 0) return;
  await tx.execute(sql`
    update users u set display_name = n."displayName", unit_id = n."unitId", roles = n.roles, email = n.email, version = u.version + 1
    from json_to_recordset(${JSON.stringify(changed)}::json)
      as n(id uuid, "displayName" text, "unitId" uuid, roles text[], email text)
    where u.id = n.id`);
}
