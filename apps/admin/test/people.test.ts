import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { makePlan } from '../../api/test/support.ts';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';
const NEW_PASSWORD = 'Tai-ping-2025';
const file = (name: string, content: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(content) });

/** Accounts and units, as the office keeps them and as a unit sees itself, two days after the second quarter was due. */
inBrowser('units and users in a browser', () => {
  const pages = browserPages({ now: '2025-07-03T09:30:00+08:00' });
  const { faults, signIn } = pages;
  let office: Page;

  beforeAll(async () => {
    await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
    const values = { title: '方明', level: 'township', phone: '0559-8500000', since: '2025-01-01' };
    await pages.admin.createRecord({ params: { kind: 'liaisons' }, body: { unit: XIANYUAN, values } });
    const found = { source: 'visit' as const, foundOn: '2025-06-30', description: '公示牌被遮挡', unit: XIANYUAN };
    const { data, etag } = await pages.admin.registerProblem({ body: found });
    await pages.admin.assignProblem({ params: { id: data.id }, body: {}, ifMatch: etag ?? '' });
    office = await signIn('admin');
  });
  const open = async (page: Page, path: string): Promise<void> => {
    await page.goto(pages.address + path);
    await page.locator('h1').waitFor();
    await page.waitForFunction(() => !document.querySelector('main [aria-busy=true]'));
  };

  describe('a link', () => {
    let link = '';

    it('is made with a new user, as a message to paste', async () => {
      await open(office, '/users');
      await office.getByTestId('new-user').click();
      await office.getByTestId('user-name').fill('fang');
      await office.getByTestId('user-display').fill('方明');
      await office.getByTestId('user-unit').click();
      await office.keyboard.type('汤口');
      await office.getByRole('option', { name: '汤口镇' }).waitFor();
      await office.keyboard.press('Enter');
      await office.getByTestId('user-save').click();
      const message = await office.getByTestId('link-message').inputValue();
      expect(message).toContain('方明，您好！请在7天内（2025-07-10前）打开下面的链接');
      expect(message).toContain('用户名：fang\n');
      link = /http\S+/.exec(message)?.[0] ?? '';
      expect(link).toMatch(new RegExp(`^${pages.address}/invitation#[\\w-]{43}$`));
      await office.getByTestId('link-save').click();
      await office.getByTestId('user-fang').getByText('已邀请，07-10 前有效').waitFor();
    });

    it('leads to a page that sets the password and signs in, with the token in no address that is sent', async () => {
      const guest = await pages.newWindow();
      const sent: string[] = [];
      guest.on('request', (request) => sent.push(request.url()));
      guest.on('pageerror', (error) => faults.push(error.message));
      await guest.goto(link);
      await guest.getByText('方明，请设置登录密码').waitFor();
      expect(await guest.getByTestId('invitation').innerText()).toContain('汤口镇');
      await guest.getByTestId('password-new').fill('short');
      await guest.getByTestId('password-again').fill('shorter');
      await guest.getByTestId('invitation-submit').click();
      await guest.getByTestId('fault-again').getByText('两次输入的密码不一致').waitFor();
      await guest.getByTestId('password-again').fill('short');
      await guest.getByTestId('invitation-submit').click();
      await guest.getByTestId('fault-password').getByText('密码至少 10 个字符').waitFor();
      await guest.getByTestId('password-new').fill(NEW_PASSWORD);
      await guest.getByTestId('password-again').fill(NEW_PASSWORD);
      await guest.keyboard.press('Enter');
      await guest.waitForURL((url) => url.pathname === '/my');
      const token = link.split('#')[1] ?? '';
      expect(sent.filter((url) => url.replace(/#.*$/, '').includes(token))).toEqual([]);
      // The session outlives the page.
      await guest.reload();
      await guest.getByTestId('account').getByText('方明').waitFor();
      await guest.context().close();
    });

    it('says so when it is used up, cut off or unknown', async () => {
      const guest = await pages.newWindow();
      await guest.goto(link);
      await guest.getByTestId('invitation-problem').getByText('该链接已用过').waitFor();
      await guest.goto(`${pages.address}/invitation#${'x'.repeat(43)}`);
      await guest.getByTestId('invitation-problem').getByText('链接无效').waitFor();
      await guest.goto(link.slice(0, -5));
      await guest.getByTestId('invitation-problem').getByText('链接不完整').waitFor();
      await guest.getByText('去登录').click();
      await guest.getByTestId('username').fill('fang');
      await guest.getByTestId('password').fill(NEW_PASSWORD);
      await guest.keyboard.press('Enter');
      await guest.waitForURL((url) => url.pathname === '/my');
      await guest.context().close();
    });

    it('is taken back in the drawer, where the sign-ins are', async () => {
      await open(office, '/users');
      const row = office.getByTestId('user-fang');
      await row.getByRole('button', { name: '重置密码' }).click();
      await office.getByRole('dialog').getByRole('button', { name: '重置密码' }).click();
      await office.getByTestId('link-save').click();
      await row.getByText('重置链接 07-10 前有效').waitFor();
      await row.getByRole('button', { name: 'fang' }).click();
      const drawer = office.getByTestId('user-drawer');
      await drawer.getByTestId('sign-ins').waitFor();
      expect(await drawer.getByTestId('sign-ins').getByText('成功').count()).toBe(2);
      await drawer.getByTestId('revoke').click();
      await drawer.getByTestId('revoke').waitFor({ state: 'detached' });
      await office.keyboard.press('Escape');
      await row.getByText('重置链接').waitFor({ state: 'detached' });
    });
  });

  describe('the own account', () => {
    it('shows where it is signed in, and signs out elsewhere', async () => {
      await pages.addReporter('tangkou', '341003102', '汤口镇填报员');
      const here = await signIn('tangkou');
      await open(here, '/password');
      const rows = here.getByTestId('sign-ins').locator('tbody tr');
      await rows.filter({ hasText: '本次登录' }).waitFor();
      expect(await rows.filter({ hasText: '仍在登录' }).count()).toBe(1);
      await here.getByTestId('end-others').click();
      await here.getByText('已退出其他 1 处登录').waitFor();
      await rows.filter({ hasText: '仍在登录' }).waitFor({ state: 'detached' });
      await here.context().close();
    });
  });

  describe('the list of users', () => {
    const userId = async (username: string): Promise<string> =>
      (await pages.admin.listUsers({ query: { q: username } })).data.items[0]?.id ?? '';
    /** What another administrator does meanwhile. */
    async function meanwhile(username: string, body: { displayName?: string; email?: string }): Promise<void> {
      const params = { id: await userId(username) };
      const { etag } = await pages.admin.getUser({ params });
      await pages.admin.updateUser({ params, body, ifMatch: etag ?? '' });
    }
    const edit = async (username: string): Promise<void> => {
      await office.getByTestId(`user-${username}`).getByRole('button', { name: '修改' }).click();
      await office.getByTestId('user-form').waitFor();
    };

    it('has whoever is looked at in its address: a link opens it, Back closes it', async () => {
      await open(office, '/users?status=active');
      await office.getByTestId('user-xianyuan').getByRole('button', { name: 'xianyuan' }).click();
      const drawer = office.getByTestId('user-drawer');
      await drawer.getByText('仙源镇填报员（xianyuan）').waitFor();
      const at = office.url();
      await office.goBack();
      await drawer.waitFor({ state: 'detached' });
      expect(new URL(office.url()).search).toBe('?status=active');
      await office.goto(at.replace('status=active', 'status=disabled'));
      await drawer.getByText('仙源镇填报员（xianyuan）').waitFor();
      await office.keyboard.press('Escape');
      await office.waitForURL((url) => url.search === '?status=disabled');
      expect(await office.getByTestId('user-xianyuan').count()).toBe(0);
    });

    it('is mended from the drawer too, which then shows what was saved', async () => {
      await open(office, '/users');
      await office.getByTestId('user-xianyuan').getByRole('button', { name: 'xianyuan' }).click();
      const drawer = office.getByTestId('user-drawer');
      await drawer.getByTestId('drawer-edit').click();
      await office.getByTestId('user-display').fill('仙源镇新填报员');
      await office.getByTestId('user-save').click();
      await drawer.getByText('仙源镇新填报员（xianyuan）').waitFor();
      await drawer.getByTestId('drawer-edit').click();
      await office.getByTestId('user-display').fill('仙源镇填报员');
      await office.getByTestId('user-save').click();
      await drawer.getByText('仙源镇填报员（xianyuan）').waitFor();
      await drawer.getByTestId('drawer-invite').getByText('重置密码').click();
      await office.locator('.el-message-box').getByRole('button', { name: '重置密码' }).click();
      await office.getByTestId('link-message').waitFor();
      await office.getByTestId('link-save').click();
      await drawer.getByText('重置链接 07-10 前有效').waitFor();
      await drawer.getByTestId('revoke').click();
      await drawer.getByTestId('revoke').waitFor({ state: 'detached' });
      await office.keyboard.press('Escape');
      await drawer.waitFor({ state: 'detached' });
    });

    it('goes back with the drawer, so that closing it leaves no step behind', async () => {
      await open(office, '/units');
      await open(office, '/users');
      await office.getByTestId('user-xianyuan').getByRole('button', { name: 'xianyuan' }).click();
      await office.getByTestId('user-drawer').getByText('仙源镇填报员').waitFor();
      await office.keyboard.press('Escape');
      await office.waitForURL((url) => url.search === '');
      await office.goBack();
      await office.waitForURL((url) => url.pathname === '/units');
    });

    it('tells the second of two administrators what the first changed, and keeps both changes', async () => {
      await open(office, '/users');
      await edit('xianyuan');
      await office.getByTestId('user-display').fill('方仙源');
      await meanwhile('xianyuan', { email: 'xianyuan@example.cn' });
      await office.getByTestId('user-save').click();
      const newer = office.getByTestId('newer');
      await newer.getByText('邮箱：（空） → xianyuan@example.cn').waitFor();
      expect(await newer.getByRole('listitem').count()).toBe(1);
      expect(await office.getByTestId('user-display').inputValue()).toBe('方仙源');
      await newer.getByTestId('keep-mine').click();
      await office.getByTestId('user-form').waitFor({ state: 'detached' });
      const row = office.getByTestId('user-xianyuan');
      await row.getByText('方仙源').waitFor();
      expect(await row.innerText()).toContain('xianyuan@example.cn');
    });

    it('lets the second take what the first wrote', async () => {
      await edit('xianyuan');
      await office.getByTestId('user-display').fill('又一个名字');
      await meanwhile('xianyuan', { displayName: '仙源镇填报员' });
      await office.getByTestId('user-save').click();
      await office.getByTestId('take-theirs').click();
      expect(await office.getByTestId('user-display').inputValue()).toBe('仙源镇填报员');
      await office.getByTestId('user-email').fill('');
      await office.getByTestId('user-save').click();
      await office.getByTestId('user-form').waitFor({ state: 'detached' });
      const { data } = await pages.admin.getUser({ params: { id: await userId('xianyuan') } });
      expect([data.displayName, data.email]).toEqual(['仙源镇填报员', null]);
    });

    it('keeps its pages when a user is saved', async () => {
      for (let i = 100; i < 210; i++)
        await pages.admin.createUser({ body: { username: `zz${i}`, displayName: `名册${i}`, roles: ['observer'] } });
      await open(office, '/users');
      await office.getByTestId('more').click();
      await edit('zz209');
      await office.getByTestId('user-display').fill('改过的名字');
      await office.getByTestId('user-save').click();
      await office.getByTestId('user-zz209').getByText('改过的名字').waitFor();
      expect(await office.getByTestId('more').count()).toBe(0);
      expect(await office.getByTestId('user-zz100').count()).toBe(1);
    });
  });

  describe('the page of a unit', () => {
    it('says so of a unit or a year that there is not', async () => {
      await open(office, '/units/nowhere');
      await office.getByTestId('load-problem').getByText('找不到该内容').waitFor();
      await office.getByTestId('way-out').click();
      await office.getByTestId(`unit-${XIANYUAN}`).waitFor();
      await open(office, `/units/${XIANYUAN}?year=2099`);
      await office.getByTestId('no-plan').getByText('没有 2099 年的方案').waitFor();
      await open(office, '/records/nope');
      await office.getByRole('heading', { name: '没有这个页面' }).waitFor();
      expect(new URL(office.url()).pathname).toBe('/records/nope');
    });

    it('leads the office from each figure to the list that it was counted from', async () => {
      await open(office, '/units');
      await office.getByTestId(`unit-${XIANYUAN}`).getByRole('link', { name: '仙源镇' }).click();
      await office.getByTestId('unit-counts').waitFor();
      for (const id of ['owed', 'owed-overdue', 'owed-upcoming']) {
        await open(office, `/units/${XIANYUAN}?year=2025`);
        const figure = office.getByTestId(id);
        const count = /\d+/.exec(await figure.innerText())?.[0];
        await figure.click();
        await office.getByText(`共 ${count} 项`).waitFor();
      }
      await open(office, `/units/${XIANYUAN}`);
      await office.getByTestId('unit-problems').getByRole('link').first().click();
      await office.getByText('共 1 个问题').waitFor();
      await open(office, `/units/${XIANYUAN}`);
      await office.getByTestId('unit-records').getByRole('row', { name: '联络员' }).getByRole('link').click();
      await office.waitForURL(
        (url) => url.pathname === '/records/liaisons' && url.searchParams.get('unit') === XIANYUAN,
      );
      await open(office, `/units/${XIANYUAN}`);
      expect(await office.getByTestId('unit-contacts').innerText()).toContain('0559-8500000');
      expect(await office.getByTestId('unit-accounts').innerText()).toContain('仙源镇填报员');
    });

    it('opens what is owed from its matrix, by the words of the lamps', async () => {
      await open(office, `/units/${XIANYUAN}`);
      const cell = office.getByTestId('cell-T0.1-2025Q2');
      expect(await cell.innerText()).toContain('逾期');
      await cell.click();
      const drawer = office.getByTestId('obligation-drawer');
      await drawer.getByText('2025年二季度 · 仙源镇').waitFor();
      await office.reload();
      await drawer.getByText('2025年二季度 · 仙源镇').waitFor();
      await office.goBack();
      await drawer.waitFor({ state: 'detached' });
      expect(new URL(office.url()).pathname).toBe(`/units/${XIANYUAN}`);
    });

    it('shows of a report that was sent back the day until which it is corrected', async () => {
      const { admin } = pages;
      const { data } = await admin.listObligations({ query: { period: '2025Q2', task: 'T0.1', unit: 'B07' } });
      const { data: draft, etag } = await admin.startSubmission({ body: { obligationId: data.items[0]?.id ?? '' } });
      const params = { id: draft.id };
      const saved = await admin.saveDraft({ params, body: { values: { F0101: 2 } }, ifMatch: etag ?? '' });
      const sent = await admin.submitSubmission({ params, body: {}, ifMatch: saved.etag ?? '' });
      await admin.returnSubmission({ params, body: { comment: '请核对' }, ifMatch: sent.etag ?? '' });
      await open(office, '/units/B07');
      const cell = office.locator('td', { has: office.getByTestId('cell-T0.1-2025Q2') });
      // Three working days from the return on Thursday, 3 July.
      await cell.getByText('7月8日', { exact: true }).waitFor();
    });

    it('is the own one for a reporter, without accounts', async () => {
      const reporter = await signIn('xianyuan');
      await reporter.getByTestId('nav-my-unit').click();
      await reporter.getByTestId('unit-matrix').waitFor();
      expect(await reporter.locator('h1').innerText()).toBe('仙源镇');
      expect(await reporter.getByTestId('unit-accounts').count()).toBe(0);
      expect(await reporter.getByTestId('edit-unit').count()).toBe(0);
      await open(reporter, '/units/341003102');
      await reporter.getByTestId('load-problem').waitFor();
      await open(reporter, '/units');
      expect(await reporter.getByTestId(`unit-${XIANYUAN}`).getByRole('link').count()).toBe(1);
      expect(await reporter.getByTestId('unit-341003102').getByRole('link').count()).toBe(0);
      await reporter.context().close();
    });
  });

  describe('the list of units', () => {
    it('says of a unit that is to be closed what stays, also of the plan that lies ahead', async () => {
      const { etag } = await makePlan(pages.admin, { year: 2026, copyOf: 2025 });
      await open(office, '/units');
      await office.getByTestId(`edit-${XIANYUAN}`).click();
      await office.getByTestId('unit-active').uncheck();
      const note = office.getByTestId('close-unit');
      await note.getByText('1 个未销号的问题').waitFor();
      expect(await note.innerText()).toMatch(
        /2025年还有 \d+ 项未完成的应报事项[^]*2026年还有 \d+ 项[^]*1 个账号仍可登录/,
      );
      await office.keyboard.press('Escape');
      await pages.admin.deleteCampaign({ params: { year: 2026 }, ifMatch: etag ?? '' });
    });

    it('takes a new unit with its aliases, and says beside the field what is wrong', async () => {
      await open(office, '/units');
      await office.getByTestId('new-unit').click();
      await office.getByTestId('unit-save').click();
      await office.getByTestId('fault-code').getByText('编码为 1 至 20 个').waitFor();
      await office.getByTestId('fault-parent').getByText('请选择上级单位').waitFor();
      await office.getByTestId('unit-code').fill('B60');
      await office.getByTestId('unit-name').fill('区数据局');
      await office.getByTestId('unit-parent').click();
      await office.getByRole('option', { name: '黄山区', exact: true }).click();
      await office.getByTestId('alias-add').click();
      await office.getByTestId('alias').fill('汤口镇');
      await office.getByTestId('unit-save').click();
      await office.getByTestId('fault-aliases').getByText('“汤口镇”已是“汤口镇”的名称或别名').waitFor();
      await office.getByTestId('alias').fill('数据局');
      await office.getByTestId('unit-save').click();
      await office.getByTestId('unit-B60').getByText('数据局', { exact: true }).waitFor();
    });

    it('is imported from Excel after what it would change was seen', async () => {
      const head = ['编码', '名称', '类别', '上级单位', '别名'];
      const list = (parent: string) =>
        file(
          '单位.xlsx',
          xlsxOf({
            单位: [
              head,
              ['B61', '区信访局', '区直部门', parent, '信访局'],
              ['B60', '区数据资源局', '区直部门', '黄山区', '数据局'],
            ],
          }),
        );
      await open(office, '/units');
      await office.getByTestId('import-units').click();
      await office.getByTestId('unit-file').setInputFiles(list('黄山县'));
      await office.getByText('不认识单位“黄山县”').waitFor();
      await office.getByText('读出 2 个单位，有 1 处错误，没有写入').waitFor();
      // What is said of many rows is said once, with the rows.
      const villages = [1, 2, 3, 5].map((no) => [`V6${no}`, `某村${no}`, '村', no === 5 ? '' : '不在册镇', '']);
      const many = xlsxOf({
        单位: [head, ...villages.slice(0, 3), ['B61', '区信访局', '区直部门', '某区', ''], ...villages.slice(3)],
      });
      await office.getByTestId('unit-file').setInputFiles(file('单位.xlsx', many));
      const repeated = office.getByTestId('unit-repeated');
      await repeated.getByText('第 2—4 行（3 行）“上级单位”：不认识单位“不在册镇”').waitFor();
      expect(await repeated.locator('li').count()).toBe(1);
      const rows = office.getByTestId('unit-rows');
      expect(await rows.getByText('不认识单位').count()).toBe(1);
      await rows.getByText('请填写').waitFor();
      await office.getByTestId('unit-file').setInputFiles(list('黄山区'));
      await office.getByText('读出 2 个单位：新增 1，更新 1，不变 0。').waitFor();
      await office.getByText('名称：区数据局 → 区数据资源局').waitFor();
      await office.getByTestId('unit-import-save').getByText('写入 2 个单位').click();
      await office.getByTestId('unit-B61').getByText('信访局', { exact: true }).waitFor();
      await office.getByTestId('unit-B60').getByText('区数据资源局').first().waitFor();

      // A list that closes a unit says what stays before it is written.
      const closing = ['B61', '区信访局', '区直部门', '黄山区', '信访局', '停用'];
      const closed = xlsxOf({ 单位: [[...head, '状态'], closing] });
      await office.getByTestId('import-units').click();
      await office.getByTestId('unit-file').setInputFiles(file('单位.xlsx', closed));
      await office.getByTestId('unit-closing').getByText('将停用 1 个单位：区信访局。').waitFor();
      await office.getByTestId('unit-import-save').click();
      await office.getByTestId('unit-B61').getByText('已停用').waitFor();
    });
  });

  it('users are imported from Excel, and their links come in one workbook', async () => {
    const rows = [
      ['用户名', '姓名', '所属单位', '角色'],
      ['gantang', '甘棠镇填报员', '甘棠镇', '单位填报'],
      ['fang', '方明', '汤口镇', '单位填报、只读查看'],
      ['xianyuan', '仙源镇填报员', '仙源镇', '单位填报'],
    ];
    await open(office, '/users');
    await office.getByTestId('import-users').click();
    await office.getByTestId('user-file').setInputFiles(file('用户.xlsx', xlsxOf({ 用户: rows })));
    await office.getByText('读出 3 个用户：新增 1，更新 1，不变 1。').waitFor();
    await office.getByText('角色：单位填报 → 单位填报、只读查看').waitFor();
    await office.getByTestId('user-import-save').click();
    await office.getByText('1 人还没有邀请').waitFor();
    const download = office.waitForEvent('download');
    await office.getByTestId('invite-many').click();
    expect((await download).suggestedFilename()).toBe('邀请链接_2025-07-03.xlsx');
    await office.getByTestId('user-gantang').getByText('已邀请，07-10 前有效').waitFor();
    await office.getByTestId('invite-many').waitFor({ state: 'detached' });
  });

  it('met no error', () => expect(faults).toEqual([]));
});
