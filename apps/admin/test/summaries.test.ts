import type { Client } from '@nuanxin/client';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docx, oldDoc } from '../../../packages/workbook/test/docx.ts';
import { browserPages, inBrowser } from './browser.ts';

const XIANYUAN = '341003101';
/** Runs in the page. */
const hasFocus = (element: Element): boolean => element === document.activeElement;
const fileOf = (name: string, buffer: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer });
const summaryOf = (unit: string, practices: string, problems: string) =>
  docx(
    `${unit}2025年第二季度工作小结`,
    '一、主要做法',
    practices,
    '二、存在问题',
    problems,
    '三、意见建议',
    '统一制作音频。',
  );
const table = (unit: string, value: number) =>
  Buffer.from(`2025年第二季度\n填报单位,“乐享太平 民生先行”专栏上稿数,区级媒体刊播数\n${unit},${value},2\n`);

/** Work summaries as Word documents: on the unit's own form, and among the files that the office imports. */
inBrowser('work summaries in the browser', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let admin: Client;

  beforeAll(async () => {
    ({ admin } = pages);
    await pages.addReporter('xianyuan', XIANYUAN, '仙源镇填报员');
  });

  const submissionOf = async (unit: string) => {
    const [row] = (await admin.listSubmissions({ query: { unit, period: '2025Q2' } })).data.items;
    return (await admin.getSubmission({ params: { id: row?.id ?? '' } })).data;
  };

  describe('on the form of a township', () => {
    let page: Page;
    beforeAll(async () => {
      page = await signIn('xianyuan');
      await page.getByTestId('open-2025Q2').click();
      await page.getByTestId('text-problems').waitFor();
    });
    afterAll(() => page.context().close());

    const text = (code: string) => page.getByTestId(`text-${code}`);
    const upload = (name: string, bytes: Buffer) => page.getByTestId('summary-file').setInputFiles(fileOf(name, bytes));
    const outcome = () => page.getByTestId('summary-outcome');
    const saved = () => page.getByTestId('draft-state').getByText('已保存').waitFor();

    it('asks before it replaces a text, and touches nothing when it may not', async () => {
      await text('problems').fill('暂无。');
      await page.getByTestId('field-F0101').fill('4');
      await page.getByTestId('field-F0102').fill('十二');
      await upload('小结.docx', summaryOf('仙源镇', '入户宣传。', '人手少。'));
      const row = page.getByRole('dialog').getByTestId('change-problems');
      expect(await row.innerText()).toMatch(/暂无。\s+人手少。/);
      await page.getByRole('dialog').getByRole('button', { name: '不填入' }).click();
      await outcome().getByText('没有填入，表中文字不变').waitFor();
      expect([await text('problems').inputValue(), await text('main_practices').inputValue()]).toEqual(['暂无。', '']);
    });

    it('fills in the parts, tells what and what is odd, and keeps what was typed elsewhere, unsaved or not', async () => {
      await upload('小结.docx', summaryOf('仙源镇', '入户宣传。', '人手少。'));
      await page.getByTestId('replace-save').click();
      await outcome().getByText('已从“小结.docx”填入：主要做法（5 字）、存在问题').waitFor();
      expect(await outcome().evaluate(hasFocus)).toBe(true);
      await outcome().getByText('“三、意见建议”不是报表的四部分之一').waitFor();
      expect(await text('main_practices').inputValue()).toBe('入户宣传。');
      expect(await page.getByTestId('field-F0101').inputValue()).toBe('4');
      // No number yet: it is saved nowhere, and stands there all the same.
      expect(await page.getByTestId('field-F0102').inputValue()).toBe('十二');
      await page.getByTestId('field-F0102').fill('12');
      await saved();
      await text('results').fill('知晓率提高。');
      await saved();
      expect(await page.getByTestId('conflict').count()).toBe(0);
      expect(await submissionOf(XIANYUAN)).toMatchObject({
        state: 'draft',
        values: { F0101: 4, F0102: 12 },
        summary: {
          main_practices: '入户宣传。',
          problems: '人手少。\n三、意见建议\n统一制作音频。',
          results: '知晓率提高。',
        },
      });
    });

    it('takes the texts of a document that was imported before once more, when they were changed since', async () => {
      await text('main_practices').fill('改坏了。');
      await upload('小结.docx', summaryOf('仙源镇', '入户宣传。', '人手少。'));
      await page.getByRole('dialog').getByText('这份文件此前已导入').waitFor();
      await page.getByTestId('replace-save').click();
      await outcome().getByText('已重新填入').waitFor();
      await saved();
      expect((await submissionOf(XIANYUAN)).summary.main_practices).toBe('入户宣传。');
      await upload('小结.docx', summaryOf('仙源镇', '入户宣传。', '人手少。'));
      await outcome().getByText('此前已经填入，文字相同').waitFor();
    });

    it('keeps a .wps as an attachment, refuses the file of another unit, and gives the originals back', async () => {
      await upload('仙源镇小结（盖章）.wps', oldDoc('旧'));
      await outcome().getByText('已作为附件保存').waitFor();
      await upload('小结.docx', summaryOf('汤口镇', '甲', '乙'));
      await outcome().getByText('您不能为“汤口镇”报送').waitFor();
      const documents = page.getByTestId('documents').getByRole('listitem');
      expect(await documents.count()).toBe(2);
      expect(await documents.first().innerText()).toContain('文字未提取');
      const download = page.waitForEvent('download');
      await documents.nth(1).getByRole('button').click();
      expect((await download).suggestedFilename()).toBe('小结.docx');
    });
  });

  describe('at the office', () => {
    let page: Page;
    beforeAll(async () => {
      page = await signIn('admin');
    });
    afterAll(() => page.context().close());

    it('several files dropped at once are checked one by one, and those without a doubt written, summaries first', async () => {
      await page.goto(`${pages.address}/imports`);
      await page.getByTestId('choose-file').waitFor();
      const files = [
        ['焦村镇.csv', table('焦村镇', 7)],
        ['焦村镇小结.docx', summaryOf('焦村镇', '集中宣传。', '路远。')],
        ['汤口镇.csv', Buffer.from(table('汤口镇', 3).toString().replace(',3,', ',3O,'))],
        ['扫描件.pdf', Buffer.from('%PDF-1.7')],
      ] as const;
      const brought = await page.evaluateHandle(
        (given) => {
          const transfer = new DataTransfer();
          for (const [name, base64] of given) {
            const bytes = Uint8Array.from(atob(base64), (each) => each.codePointAt(0) ?? 0);
            transfer.items.add(new File([bytes], name));
          }
          return transfer;
        },
        files.map(([name, bytes]) => [name, bytes.toString('base64')] as const),
      );
      await page.dispatchEvent('nav', 'drop', { dataTransfer: brought });
      const checked = (name: string) => page.getByTestId(`checked-${name}`);
      await checked('扫描件.pdf').getByText('这是 PDF 文件').waitFor();
      await checked('汤口镇.csv').getByText('不合格 1').waitFor();
      expect(await page.getByTestId('write-ready').innerText()).toBe('写入没有问题的 2 个');
      await page.getByTestId('write-ready').click();
      await checked('焦村镇.csv').getByText('已写入').waitFor();
      expect(await submissionOf('341003105')).toMatchObject({
        state: 'submitted',
        revision: 1,
        values: { F0101: 7 },
        summary: { main_practices: '集中宣传。' },
      });
      // From one of them back to the list.
      await checked('汤口镇.csv').getByRole('link').click();
      await page.getByTestId('outcome').waitFor();
      await page.goBack();
      await checked('焦村镇小结.docx').getByText('已写入').waitFor();
    });

    it('one without unit and headings is settled on its page, and read part by part', async () => {
      await page.goto(`${pages.address}/imports`);
      const bytes = docx('2025年第二季度工作小结', '开展宣传12场。', '发放资料800份。');
      await page.getByTestId('import-file').setInputFiles(fileOf('工作小结.docx', bytes));
      await page.getByTestId('part-main_practices').getByText('发放资料800份。').waitFor();
      await page.getByTestId('mend-unit-1').click();
      await page.getByRole('option', { name: '谭家桥镇', exact: true }).click();
      await page.getByTestId('yes-1-').check();
      await page.getByTestId('mend-apply').click();
      await page.getByRole('button', { name: '填入“谭家桥镇”的报送' }).click();
      await page.getByTestId('written').getByText('已填入“谭家桥镇”的报送').waitFor();
      const { id, summary } = await submissionOf('341003103');
      expect(summary).toEqual({ main_practices: '开展宣传12场。\n发放资料800份。' });
      await page.goto(`${pages.address}/submissions/${id}`);
      await page.getByTestId('documents').getByText('工作小结.docx').waitFor();
    });
  });

  it('met no error', () => expect(faults).toEqual([]));
});
