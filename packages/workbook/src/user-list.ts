import { userColumns, userLayout, userShown, userShownLabel, type UserColumn, type UserShown } from '@nuanxin/domain';
import type { ListInput } from './list.ts';

const WIDTHS: Record<UserColumn | UserShown, number> = {
  username: 18,
  displayName: 20,
  unit: 20,
  roles: 30,
  email: 26,
  status: 12,
  lastLogin: 17,
};

/** The list of users as a workbook that is imported again as it is. */
export function userList(title: string, users: readonly Record<UserColumn | UserShown, string>[]): ListInput {
  const columns = [...userColumns, ...userShown] as const;
  const label = { ...userLayout.label, ...userShownLabel };
  return {
    name: '用户',
    title,
    columns: columns.map((column) => ({ label: label[column], width: WIDTHS[column] })),
    rows: users.map((user) => columns.map((column) => user[column])),
    keptColumns: 1,
  };
}
