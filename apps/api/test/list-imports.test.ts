import type { Client } from '@nuanxin/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases, problemOf, startService, type Service } from './support.ts';

const csv = (name: string, ...lines: string[]) => new File([`${lines.join('\n')}\n`], name);
const UNITS = '编码,名称,全称,类别,上级单位,别名,排序号,状态';
const USERS = '用户名,姓名,所属单位,角色';

describe.each(databases)('lists from Excel, on $name', (database) => {
  let service: Service;
  let admin: Client;
  beforeAll(async () => {
    service = await startService(database, '2025-07-01T09:00:00+08:00');
    admin = await service.as('admin');
  });
  afterAll(() => service.close());

  const unitOf = async (code: string) =>
    (await admin.listUnits({ query: { q: code, limit: 500 } })).data.items.find((each) => each.code === code);

  describe('units', () => {
    const send = async (mode: 'dry_run' | 'atomic', ...lines: string[]) =>
      (await admin.importUnits({ body: { file: csv('单位.csv', UNITS, ...lines), mode } })).data;

    it('are shown before they are written, new and changed old → new', async () => {
      const lines = [
        // The one above comes after it.
        '341003109001,上新社区,,社区,新镇,,,',
        '341003109,新镇,新镇人民政府,乡镇,黄山区,新镇公社,,',
        '341003101,仙源镇,仙源镇政府,乡镇,黄山区,仙源、仙源老镇,,',
      ];
      const read = await send('dry_run', ...lines);
      expect(read).toMatchObject({ written: false, errors: 0 });
      expect(read.rows.map(({ outcome, code, parent }) => [outcome, code, parent?.name])).toEqual([
        ['new', '341003109001', '新镇'],
        ['new', '341003109', '黄山区'],
        ['changed', '341003101', '黄山区'],
      ]);
      expect(read.rows[2]?.changes).toEqual([
        { label: '全称', from: '仙源镇人民政府', to: '仙源镇政府' },
        { label: '别名', from: '仙源、黄山区仙源镇、黄山区仙源镇人民政府、仙源镇民生办', to: '仙源、仙源老镇' },
      ]);
      expect(await unitOf('341003109')).toBeUndefined();
      expect((await send('atomic', ...lines)).written).toBe(true);
      expect(await unitOf('341003109')).toMatchObject({ name: '新镇', villages: 1, aliases: [{ text: '新镇公社' }] });
      expect(await unitOf('341003101')).toMatchObject({ fullName: '仙源镇政府', version: 2 });
      // The same file again changes nothing.
      const again = await send('atomic', ...lines);
      expect(again.rows.map(({ outcome }) => outcome)).toEqual(['same', 'same', 'same']);
      expect((await unitOf('341003101'))?.version).toBe(2);
      const auditor = await service.addUser('shen', ['auditor']);
      const { data } = await auditor.listAudit({ query: { action: 'unit.import' } });
      expect(data.items).toHaveLength(3);
      expect(data.items.find(({ before }) => before)?.after).toMatchObject({
        fullName: '仙源镇政府',
        fileName: '单位.csv',
      });
    });

    it('are written all or none', async () => {
      const read = await send('atomic', 'B31,区信访局,,部门,黄山区,,,', 'B32,区某局,,部门,黄山区,汤口镇,,');
      expect(read).toMatchObject({ written: false, errors: 1 });
      expect(read.rows[1]).toMatchObject({ outcome: 'faulty', findings: [{ code: 'alias_taken' }] });
      expect(await unitOf('B31')).toBeUndefined();
    });

    it('come back as they went out', async () => {
      const { data } = await admin.exportUnits({ params: { format: 'xlsx' } });
      const file = new File([new Uint8Array(data.content)], data.fileName);
      const read = (await admin.importUnits({ body: { file } })).data;
      expect([read.errors, read.unknownHeaders]).toEqual([0, []]);
      const changed = read.rows.filter(({ outcome }) => outcome === 'changed');
      // What the office has looked through is no sample any more; nothing else would change.
      expect(changed.length).toBeGreaterThan(0);
      for (const { changes } of changed) expect(changes).toEqual([{ label: '示例数据', from: '是', to: '否' }]);
      expect(read.rows.filter(({ outcome }) => outcome === 'new')).toEqual([]);
    });

    it('are refused with an identity number in the file, and without one', async () => {
      const call = send('dry_run', 'B31,区信访局,,部门,黄山区,34100319800101123X,,');
      expect(await problemOf(call)).toMatchObject({ code: 'file_refused', errors: [{ code: 'personal_info' }] });
    });

    it('of two lists at once one is written', async () => {
      const names = ['区甲局', '区乙局'];
      const tries = await Promise.all(
        names.map((name) =>
          send('atomic', `B40,${name},,部门,黄山区,,,`).then(
            () => 'written',
            ({ problem }: { problem: { code: string } }) => problem.code,
          ),
        ),
      );
      expect(tries).toContain('written');
      expect(names).toContain((await unitOf('B40'))?.name);
      expect(tries.every((each) => ['written', 'precondition_failed'].includes(each))).toBe(true);
    });
  });

  describe('users', () => {
    const send = async (mode: 'dry_run' | 'atomic', ...lines: string[]) =>
      (await admin.importUsers({ body: { file: csv('用户.csv', USERS, ...lines), mode } })).data;

    it('are new without a password, and wait for an invitation', async () => {
      const lines = ['fang,方明,汤口镇,单位填报', 'ducha,督查员,,只读查看、审计'];
      expect((await send('dry_run', ...lines)).rows.map(({ outcome }) => outcome)).toEqual(['new', 'new']);
      expect((await admin.listUsers({ query: { waiting: true } })).data.items).toEqual([]);
      expect((await send('atomic', ...lines)).written).toBe(true);
      const waiting = (await admin.listUsers({ query: { waiting: true, count: true } })).data;
      expect(waiting.total).toBe(2);
      expect(waiting.items).toMatchObject([
        {
          username: 'ducha',
          roles: ['observer', 'auditor'],
          unit: null,
          hasPassword: false,
          mustChangePassword: false,
        },
        { username: 'fang', displayName: '方明', unit: { code: '341003102' } },
      ]);
      const again = await send('atomic', ...lines);
      expect(again.rows.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
    });

    it('are changed by their names, old → new', async () => {
      const line = 'fang,方小明,仙源镇,单位填报、只读查看';
      const [row] = (await send('atomic', line)).rows;
      expect(row).toMatchObject({
        outcome: 'changed',
        changes: [
          { label: '姓名', from: '方明', to: '方小明' },
          { label: '所属单位', from: '汤口镇', to: '仙源镇' },
          { label: '角色', from: '单位填报', to: '单位填报、只读查看' },
        ],
      });
      const [fang] = (await admin.listUsers({ query: { q: 'fang' } })).data.items;
      expect(fang).toMatchObject({ displayName: '方小明', roles: ['reporter', 'observer'], version: 2 });
    });

    it('have an e-mail address by a column that may be left away: then what is known stays', async () => {
      const list = async (head: string, line: string) => {
        const body = { file: csv('用户.csv', head, line), mode: 'atomic' as const };
        return (await admin.importUsers({ body })).data;
      };
      const emailOf = async () => (await admin.listUsers({ query: { q: 'fang' } })).data.items[0]?.email;
      const line = 'fang,方小明,仙源镇,单位填报、只读查看';
      const wrong = await list(`${USERS},邮箱`, `${line},fang@`);
      expect(wrong.rows[0]?.findings).toMatchObject([{ code: 'email', cell: 'E2' }]);
      const [given] = (await list(`${USERS},邮箱`, `${line},fang@example.cn`)).rows;
      expect(given?.changes).toEqual([{ label: '邮箱', from: '', to: 'fang@example.cn' }]);
      expect(await emailOf()).toBe('fang@example.cn');
      expect((await list(USERS, line.replace('方小明', '方大明'))).rows[0]?.outcome).toBe('changed');
      expect(await emailOf()).toBe('fang@example.cn');
      const { data } = await admin.exportUsers({ params: { format: 'xlsx' } });
      const file = new File([new Uint8Array(data.content)], data.fileName);
      const back = (await admin.importUsers({ body: { file } })).data;
      expect(back.rows.find(({ username }) => username === 'fang')).toMatchObject({
        outcome: 'same',
        email: 'fang@example.cn',
      });
      expect((await list(`${USERS},邮箱`, `${line.replace('方小明', '方大明')},`)).rows[0]?.outcome).toBe('changed');
      expect(await emailOf()).toBeNull();
    });

    it('are written all or none, and an administrator has to be left', async () => {
      const read = await send('atomic', 'xin,新人,,审计', 'admin,管理员,区民生办,区民生办');
      expect(read).toMatchObject({ written: false, errors: 1 });
      expect(read.rows[1]).toMatchObject({ outcome: 'faulty', findings: [{ code: 'last_admin' }] });
      expect((await admin.listUsers({ query: { q: 'xin' } })).data.items).toEqual([]);
    });

    it('come back as they went out', async () => {
      const { data } = await admin.exportUsers({ params: { format: 'xlsx' } });
      const file = new File([new Uint8Array(data.content)], data.fileName);
      const read = (await admin.importUsers({ body: { file, mode: 'atomic' } })).data;
      expect([read.errors, read.unknownHeaders]).toEqual([0, []]);
      expect(new Set(read.rows.map(({ outcome }) => outcome))).toEqual(new Set(['same']));
    });

    it('are for administrators, units for the office too', async () => {
      const office = await service.addUser('only-office', ['office']);
      const file = csv('用户.csv', USERS, 'xin,新人,,审计');
      expect((await problemOf(office.importUsers({ body: { file } }))).code).toBe('forbidden');
      const units = csv('单位.csv', UNITS, 'B50,区丙局,,部门,黄山区,,,');
      expect((await office.importUnits({ body: { file: units } })).data.rows[0]?.outcome).toBe('new');
    });
  });
});
