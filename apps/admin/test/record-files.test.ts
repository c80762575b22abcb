import { readFile } from 'node:fs/promises';
import type { Client } from '@nuanxin/client';
import type { Download, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { photo } from '../../api/test/attachment-files.ts';
import { xlsxOf } from '../../../packages/workbook/test/xlsx.ts';
import { browserPages, inBrowser } from './browser.ts';

const SHOTS = process.env.NUANXIN_TEST_SHOTS;
const XIANYUAN = '341003101';
const visits = { kind: 'visits' } as const;
const upload = (name: string, content: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(content) });
const contentOf = async (download: Download): Promise<Buffer> => readFile((await download.path()) ?? '');

/** A township keeps its 台账 in Excel and hands the sheet over. */
inBrowser('workbooks and photos of records in the browser', () => {
  const pages = browserPages({ now: '2025-06-27T15:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;
  let xianyuan: Client;
  let township: Page;

  beforeAll(async () => {
    ({ admin } = pages);
    xianyuan = await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
    township = await signIn('xianyuan');
    await open('/records/visits');
  });

  async function open(path: string): Promise<void> {
    await township.goto(pages.address + path);
    await township.getByTestId('records-grid').waitFor();
    await township.locator('main [aria-busy=true]').waitFor({ state: 'detached' });
  }
  const cell = (row: number, code: string) => township.getByTestId(`cell-${row}-${code}`);
  const listed = async () => (await xianyuan.listRecords({ params: visits, query: { year: 2025 } })).data.items;
  const downloaded = async (button: string): Promise<Download> => {
    const [file] = await Promise.all([township.waitForEvent('download'), township.getByTestId(button).click()]);
    return file;
  };
  const exported = async (): Promise<Download> => {
    await township.getByTestId('export').click();
    return downloaded('export-xlsx');
  };
  const choose = (file: ReturnType<typeof upload>) => township.getByTestId('record-file').setInputFiles(file);

  it('the template is named after its kind, and read as it is it is refused with the way out', async () => {
    const template = await downloaded('record-template');
    expect(template.suggestedFilename()).toBe('走访回访登记表.xlsx');
    await choose(upload('空表.xlsx', await contentOf(template)));
    await township.locator('.el-message--error').getByText('表头下没有填写数据').waitFor();
    expect(await township.getByTestId('unsaved-bar').count()).toBe(0);
  });

  it('a workbook with one fault stands in the grid unsaved, the fault is mended by key, and all is saved', async () => {
    const rows = [
      ['仙源镇2025年上半年走访台账'],
      ['序号', '走访单位', '日期', '走访类型', '走访村', '户数', '备注说明'],
      [1, '仙源镇', '2025-03-28', '入户走访', '越村', '３０户', null],
      [2, '仙源镇', '3月29日', '入户走访', '麻村', '3O', '雨天'],
      [3, '仙源镇', '2025-04-02', '暖心回访', '饶村', 12, null],
      ['合计', null, null, null, null, 72, null],
    ];
    await choose(upload('走访台账.xlsx', xlsxOf({ 走访: rows })));
    const note = township.getByTestId('sheet-note');
    await note.getByText('从“走访台账.xlsx”读取了 3 行，尚未保存').waitFor();
    expect(await note.innerText()).toContain('未识别、没有带入的列：备注说明');
    expect(await note.innerText()).toContain('合计、说明行没有带入：文件的第 6 行');
    expect(await township.getByTestId('errors').innerText()).toBe('1 处错误');
    expect(await cell(2, 'households').getAttribute('data-level')).toBe('error');
    expect(await cell(2, 'households').innerText()).toContain('3O');

    await township.keyboard.press('Control+s');
    // It leads to what has to be mended and writes nothing before.
    expect(await township.getByTestId('cell-finding').innerText()).toContain('“3O”不是数字');
    expect(await listed()).toEqual([]);
    await township.keyboard.type('30');
    await township.keyboard.press('Enter');
    await township.getByTestId('errors').waitFor({ state: 'detached' });
    await township.keyboard.press('Control+s');
    await township.getByText('已保存 3 行').waitFor();
    await township.getByTestId('unsaved-bar').waitFor({ state: 'detached' });
    const saved = (await listed()).map(({ date, values }) => [date, values]);
    expect(saved.toSorted()).toEqual([
      ['2025-03-28', { kind: 'household', village: '越村', households: 30 }],
      ['2025-03-29', { kind: 'household', village: '麻村', households: 30 }],
      ['2025-04-02', { kind: 'return', village: '饶村', households: 12 }],
    ]);
  });

  it('what is no workbook is refused in words, and the next one is read', async () => {
    await choose(upload('走访.xlsx', Buffer.from('%PDF-1.7\n')));
    await township.locator('.el-message--error').getByText('这是 PDF 文件，不能导入').waitFor();
    expect(await township.getByTestId('unsaved-bar').count()).toBe(0);
    await township.locator('[data-testid=record-import]:enabled').waitFor();
    await choose(upload('走访.csv', Buffer.from('日期,走访类型,走访村,户数\n2025-05-06,入户走访,越村,8\n')));
    await township.getByTestId('sheet-note').getByText('从“走访.csv”读取了 1 行，尚未保存').waitFor();
  });

  it('the list goes out as it is filtered, and can be read again', async () => {
    await open('/records/visits?match=kind:household');
    const file = await exported();
    expect(file.suggestedFilename()).toBe('走访回访.xlsx');
    const body = { file: new File([new Uint8Array(await contentOf(file))], file.suggestedFilename()) };
    const { data } = await admin.readRecordFile({ params: visits, body });
    expect(data.rows.map(({ unit, date, values }) => [unit?.code, date, values])).toEqual([
      [XIANYUAN, '2025-03-29', { kind: 'household', village: '麻村', households: 30 }],
      [XIANYUAN, '2025-03-28', { kind: 'household', village: '越村', households: 30 }],
    ]);
    expect(data.errors).toBe(0);
  });

  it('a new record is saved to take its photo, and stays open for it', async () => {
    await open('/records/visits');
    await township.getByTestId('open-form').click();
    const drawer = township.getByTestId('record-drawer');
    await drawer.getByLabel('日期', { exact: false }).first().fill('6.20');
    await drawer.getByLabel('类型').first().selectOption({ label: '入户走访' });
    await drawer.getByLabel('村（社区）').first().fill('水东村');
    await drawer.getByLabel('户数').first().fill('7');
    await drawer.getByTestId('drawer-save-files').click();
    // Files can be chosen once it is saved.
    await drawer.getByTestId('attachment-input').waitFor({ state: 'attached' });
    await drawer.getByTestId('attachment-input').setInputFiles(upload('水东村.jpg', await photo(30, 20)));
    await drawer.getByTestId('attachment-水东村.jpg').waitFor();
    const found = (await listed()).find(({ values }) => values.village === '水东村');
    expect(found?.attachments).toBe(1);
    await xianyuan.deleteRecords({ params: visits, body: { ids: [found?.id ?? ''] } });
  });

  it('a photo is added to a record in its form, which a row has once it is saved', async () => {
    await open('/records/visits');
    await township.getByTestId('open-form').click();
    const drawer = township.getByTestId('record-drawer');
    await drawer.getByText('新增走访回访').waitFor();
    expect(await drawer.getByTestId('attachments').count()).toBe(0);
    await township.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    const [first] = await listed();
    await open(`/records/visits?record=${first?.id}`);
    await drawer.getByTestId('attachment-input').setInputFiles(upload('走访现场.jpg', await photo(30, 20)));
    await drawer.getByTestId('attachment-走访现场.jpg').getByRole('button', { name: '查看' }).click();
    await township.getByRole('dialog', { name: '走访现场.jpg' }).locator('img').waitFor();
    // Only the photo closes.
    await township.keyboard.press('Escape');
    await township.getByTestId('picture').waitFor({ state: 'detached' });
    await drawer.getByTestId('attachment-走访现场.jpg').waitFor();
    expect((await listed())[0]?.attachments).toBe(1);
  });

  it('tells a material from what proves its distribution, by itself or as the clerk says', async () => {
    const params = { kind: 'distributions' } as const;
    const values = { channel: 'print', material: 'leaflet', count: 100, project: 12 };
    const { data } = await xianyuan.createRecord({ params, body: { date: '2025-06-20', values } });
    await open(`/records/distributions?record=${data.id}`);
    const drawer = township.getByTestId('record-drawer');
    const list = (name: string) => upload(name, xlsxOf({ 登记: [['发放登记表']] }));
    const add = async (file: ReturnType<typeof upload>) => {
      await drawer.getByTestId('attachment-input').setInputFiles(file);
      await drawer.getByTestId(`attachment-${file.name}`).waitFor();
    };
    await add(list('发放登记.xlsx'));
    await add(upload('宣传单.txt', Buffer.from('安心托幼政策问答')));
    expect(await drawer.getByTestId('attachment-发放登记.xlsx').innerText()).toContain('其他佐证');
    await drawer.getByTestId('attachment-field').selectOption({ label: '其他佐证' });
    await add(upload('说明.txt', Buffer.from('发放说明')));
    await drawer.getByTestId('attachment-field').selectOption({ label: '资料本身' });
    await add(list('项目一览.xlsx'));
    const { items } = (await xianyuan.listAttachments({ query: { owner: 'record', ownerId: data.id } })).data;
    expect(items.map(({ fileName, field }) => [fileName, field])).toEqual([
      ['发放登记.xlsx', 'count'],
      ['宣传单.txt', null],
      ['说明.txt', 'count'],
      ['项目一览.xlsx', null],
    ]);
    if (SHOTS) {
      await drawer.getByTestId('attachments').scrollIntoViewIfNeeded();
      for (const width of [1440, 1024]) {
        await township.setViewportSize({ width, height: 900 });
        await township.screenshot({ path: `${SHOTS}/material-${width}.png` });
      }
    }
  });

  it('met no error', () => expect(faults).toEqual([]));
});
