import { tidy } from '../import/numbers.ts';
import type { WorkbookData } from '../import/sheet.ts';
import { unitMatcher, type UnitEntry } from '../import/units.ts';
import { named, parts, unitIn } from '../lists/cells.ts';
import { readList, type ListCells, type ListLayout, type ListRow, type ReadList } from '../lists/read-list.ts';
import { roleLabel, roles, type Role } from './roles.ts';

/** Columns of the list of users, as a workbook names them. */
export const userColumns = ['username', 'displayName', 'unit', 'roles', 'email'] as const;
export type UserColumn = (typeof userColumns)[number];

/** What the list says besides, for who reads it: not read. */
export const userShown = ['status', 'lastLogin'] as const;
export type UserShown = (typeof userShown)[number];
export const userShownLabel: Record<UserShown, string> = { status: '状态', lastLogin: '最近登录' };

export const userLayout: ListLayout<UserColumn> = {
  noun: '用户',
  columns: userColumns,
  label: { username: '用户名', displayName: '姓名', unit: '所属单位', roles: '角色', email: '邮箱' },
  aliases: {
    username: ['账号', '登录名'],
    displayName: ['名字', '填报人'],
    unit: ['单位', '单位名称', '填报单位'],
    roles: ['权限'],
    email: ['电子邮箱', '电子邮件', '邮件'],
  },
  optional: ['email'],
  known: ['username', 'displayName'],
  notRead: Object.values(userShownLabel),
  key: 'username',
};

/** A user as a row of the list has it. */
interface ListedUser {
  username: string;
  displayName: string;
  unit: { code: string; name: string } | null;
  roles: Role[];
  /** Blank for none; null where the list has no such column: what is known stays. */
  email: string | null;
}
export type UserRow = ListRow<ListedUser>;
export type UserList = ReadList<ListedUser>;

/** Lower-case, so that one name is one account. */
export const USERNAME = '^[a-z0-9][a-z0-9._-]{1,39}$';
/** An address that reminders can be sent to. */
export const EMAIL = "^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$";
const LONGEST_NAME = 40;
const LONGEST_EMAIL = 200;

const roleWords = new Map<string, Role>([
  ...roles.map((role) => [roleLabel[role], role] as const),
  ['填报', 'reporter'],
  ['填报员', 'reporter'],
  ['管理员', 'admin'],
  ['只读', 'observer'],
]);

/**
 * Reads a list of users from a workbook: every row is an account. Units match by their exact words.
 * @throws ImportRefused layout_unknown, no_rows, personal_info
 */
export function readUsers(workbook: WorkbookData, fileName: string, units: readonly UnitEntry[]): UserList {
  const match = unitMatcher(units);
  return readList(
    workbook,
    fileName,
    userLayout,
    (cells): ListedUser => {
      const username = nameIn(cells);
      const displayName = named(cells, 'displayName', LONGEST_NAME);
      const unit = tidy(cells.text('unit')) === '' ? null : unitIn(cells, 'unit', match);
      const held = rolesIn(cells);
      if (held.includes('reporter') && tidy(cells.text('unit')) === '')
        cells.find('unit', 'error', 'required', '单位填报人员必须写明所属单位');
      return { username, displayName, unit, roles: held, email: emailIn(cells) };
    },
    ({ username }) => username || null,
  );
}

function nameIn(cells: ListCells<UserColumn>): string {
  const text = tidy(cells.text('username'));
  if (text === '') cells.find('username', 'error', 'required', '请填写');
  else if (!new RegExp(USERNAME).test(text))
    cells.find('username', 'error', 'username', '应为 2 至 40 个小写字母、数字、点、横线，以字母或数字开头');
  return text;
}

function emailIn(cells: ListCells<UserColumn>): string | null {
  if (!cells.has('email')) return null;
  const text = cells.text('email').normalize('NFKC');
  if (text !== '' && (text.length > LONGEST_EMAIL || !new RegExp(EMAIL).test(text)))
    cells.find('email', 'error', 'email', '应为邮箱地址，如 name@example.cn');
  return text;
}

/** In the order of the roles, each once. */
function rolesIn(cells: ListCells<UserColumn>): Role[] {
  const texts = parts(cells.text('roles'));
  if (texts.length === 0) cells.find('roles', 'error', 'required', '请填写');
  const unknown = texts.filter((text) => !roleWords.has(tidy(text)));
  if (unknown.length > 0)
    cells.find(
      'roles',
      'error',
      'unknown_word',
      `不认识“${unknown.join('、')}”，应为：${Object.values(roleLabel).join('、')}`,
    );
  const held = new Set(texts.flatMap((text) => roleWords.get(tidy(text)) ?? []));
  return roles.filter((role) => held.has(role));
}
