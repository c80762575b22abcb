import { describe, expect, it } from 'vitest';
import type { SheetCell, WorkbookData } from '../import/sheet.ts';
import { readUsers } from './read.ts';

const cell = (text: string): SheetCell | null =>
  text === '' ? null : { text, number: null, date: null, formula: 'none', error: false };
const book = (...lines: string[][]): WorkbookData => ({
  format: 'xlsx',
  sheets: [{ name: '用户', hidden: false, rows: lines.map((line) => line.map(cell)), merges: [] }],
});
const units = [
  {
    code: '341003101',
    name: '仙源镇',
    aliases: [{ text: '仙源' }, { text: '仙源公社', oldName: true }],
    reports: true,
  },
];
const read = (...line: string[]) =>
  readUsers(book(['用户名', '姓名', '所属单位', '角色'], line), '用户.xlsx', units).rows[0];
const faults = (...line: string[]) =>
  read(...line)?.findings.map(({ level, code, cell: at }) => `${level} ${code} ${at}`);

describe('a list of users in a workbook', () => {
  it('is read by the names of units and the words of roles', () => {
    expect(read('ｆａｎｇ', '方明', '仙源', '填报、只读查看，填报')).toMatchObject({
      row: 2,
      username: 'fang',
      displayName: '方明',
      unit: { code: '341003101', name: '仙源镇' },
      roles: ['reporter', 'observer'],
      findings: [],
    });
    expect(read('shen', '审计员', '', '审计')).toMatchObject({ unit: null, roles: ['auditor'], findings: [] });
  });

  it('says in which cell what is wrong', () => {
    expect(() => faults('', '', '新源镇', '')).toThrow('表头下面没有用户');
    expect(faults('Fang', '', '新源镇', '局长')).toEqual([
      'error username A2',
      'error required B2',
      'error unit_unknown C2',
      'error unknown_word D2',
    ]);
    expect(faults('fang', '方明', '', '单位填报')).toEqual(['error required C2']);
    for (const name of ['方\n明', '方\u202e明', '方\u200b明', '方\ufffd明'])
      expect([name, faults('fang', name, '仙源', '单位填报')]).toEqual([name, ['error not_one_line B2']]);
    const withEmail = (email: string) =>
      readUsers(
        book(['用户名', '姓名', '所属单位', '角色', '邮箱'], ['fang', '方明', '仙源', '单位填报', email]),
        '用户.xlsx',
        units,
      ).rows[0];
    expect(withEmail('ｆａｎｇ＠example.cn')).toMatchObject({ email: 'fang@example.cn', findings: [] });
    expect(withEmail('')).toMatchObject({ email: '', findings: [] });
    for (const email of ['fang', 'fang@', '方@example.cn', 'a b@example.cn', 'fang@example'])
      expect(withEmail(email)?.findings, email).toMatchObject([{ code: 'email', cell: 'E2' }]);
    expect(read('fang', '方明', '仙源', '单位填报')?.email).toBeNull();
    expect(faults('fang', '方明', '仙源公社', '单位填报')).toEqual(['warning old_name C2']);
  });
});
