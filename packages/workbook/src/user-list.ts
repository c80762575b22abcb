import { userColumns, userLayout, type UserColumn } from '@nuanxin/domain';
import { makeList } from './list.ts';

const WIDTHS: Record<UserColumn, number> = { username: 18, displayName: 20, unit: 20, roles: 30, email: 26 };

/** The list of users as a workbook that is imported again as it is. */
export async function makeUserList(title: string, users: readonly Record<UserColumn, string>[]): Promise<Uint8Array> {
  return makeList({
    name: '用户',
    title,
    columns: userColumns.map((column) => ({ label: userLayout.label[column], width: WIDTHS[column] })),
    rows: users.map((user) => userColumns.map((column) => user[column])),
    keptColumns: 1,
  });
}
