import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@nuanxin/client';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { photo } from '../../api/test/attachment-files.ts';
import { PASSWORD } from '../../api/test/support.ts';
import { browserPages, inBrowser } from './browser.ts';

/** Folder for pictures of the pages, to be looked at; none without it. */
const SHOTS = process.env.NUANXIN_TEST_SHOTS;

/** Photos, a PDF and a document on a unit's form, and what the office sees of them. */
inBrowser('attachments on the pages', () => {
  const pages = browserPages({ now: '2025-07-01T09:00:00+08:00' });
  const { faults, signIn } = pages;
  let reporter: Client;
  let township: Page;
  let office: Page;
  let id: string;

  beforeAll(async () => {
    reporter = await pages.addReporter('xianyuan', '341003101', '仙源镇填报员');
    const { items } = (await reporter.listObligations({ query: { period: '2025Q2', task: 'T0.1' } })).data;
    id = (await reporter.startSubmission({ body: { obligationId: items[0]?.id ?? '' } })).data.id;
    township = await signIn('xianyuan');
    await township.goto(`${pages.address}/my/${id}`);
    await township.getByTestId('attachments').waitFor();
  });

  const file = async (name: string, content: Buffer): Promise<string> => {
    const path = join(pages.service.dataDir, 'files', name);
    await mkdir(join(pages.service.dataDir, 'files'), { recursive: true });
    await writeFile(path, content);
    return path;
  };
  const tile = (name: string, page = township) => page.getByTestId(`attachment-${name}`);
  const shot = async (page: Page, name: string): Promise<void> => {
    if (!SHOTS) return;
    for (const width of [1440, 1024]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: join(SHOTS, `${name}-${width}.png`) });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  };
  /** Runs in the page: whether a picture is there, and not only its frame. */
  const isDrawn = (image: Element): boolean => (image as HTMLImageElement).naturalWidth > 0;
  const drawn = (image: Locator) => expect.poll(() => image.evaluate(isDrawn), { timeout: 20_000 }).toBe(true);

  it('takes several files at once, shows photos, and says which are refused and why', async () => {
    await township.getByText('还没有文件').waitFor();
    await township
      .getByTestId('attachment-input')
      .setInputFiles([
        await file('开工现场.jpg', await photo(1200, 900, 60)),
        await file('宣讲活动.jpg', await photo(900, 1200, 160)),
        await file('关于开展宣讲的通知.pdf', Buffer.from('%PDF-1.7\n')),
        await file('网页.txt', Buffer.from('<html>')),
      ]);
    await tile('关于开展宣讲的通知.pdf').waitFor();
    await township.getByTestId('uploads').getByText('网页和 SVG 文件').waitFor();
    for (const name of ['开工现场.jpg', '宣讲活动.jpg']) await drawn(tile(name).locator('img'));
    await township.getByTestId('attachments').scrollIntoViewIfNeeded();
    await shot(township, 'fill');
    await township.getByTestId('uploads').getByRole('button', { name: '移除' }).click();
    await township.getByTestId('uploads').waitFor({ state: 'detached' });
  });

  it('takes what is dropped on it and a screenshot that is pasted', async () => {
    const bytes = (await photo(64, 48, 90)).toString('base64');
    await township
      .evaluate(
        ([content, kind]) => {
          const picture = Uint8Array.from(atob(content ?? ''), (each) => each.codePointAt(0) ?? 0);
          const transfer = new DataTransfer();
          transfer.items.add(new File([picture], 'image.png', { type: 'image/png' }));
          const event = new ClipboardEvent(kind ?? '', { clipboardData: transfer, bubbles: true, cancelable: true });
          document.body.dispatchEvent(event);
        },
        [bytes, 'paste'],
      )
      .catch((error: unknown) => faults.push(String(error)));
    await township.getByTestId(/^attachment-截图 .*\.jpg$/).waitFor();
    await township.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['拖入的说明'], '拖入.txt', { type: 'text/plain' }));
      const panel = document.querySelector('[data-testid=attachments]');
      for (const type of ['dragover', 'drop'])
        panel?.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await tile('拖入.txt').waitFor();
  });

  it('proves a figure from beside it, and the hint about it goes', async () => {
    await township.getByTestId('field-F0206').fill('1');
    await township.getByTestId('note-F0206').getByText('请补充附件').waitFor();
    const chooser = township.waitForEvent('filechooser');
    await township.getByTestId('attach-F0206').click();
    await (await chooser).setFiles(await file('优秀案例.txt', Buffer.from('“清凉驿站”的一天')));
    await township.getByTestId('note-F0206').getByText('已附 1 个文件').waitFor();
    expect(await township.getByTestId('note-F0206').getByText('请补充附件').count()).toBe(0);
    expect(await tile('优秀案例.txt').innerText()).toContain('优秀案例报送数');
    expect(await township.getByTestId('findings').getByText('请补充附件').count()).toBe(0);
  });

  it('opens photos in their place, goes on by key and closes with Esc', async () => {
    await tile('开工现场.jpg').getByRole('button', { name: '查看' }).click();
    const view = township.getByRole('dialog', { name: '开工现场.jpg' });
    await drawn(view.locator('img'));
    await shot(township, 'photo');
    await township.keyboard.press('ArrowLeft');
    await township.keyboard.press('ArrowRight');
    await township.getByRole('dialog', { name: '宣讲活动.jpg' }).locator('img').waitFor();
    await township.getByText('第 2 / 3 张').waitFor();
    await township.keyboard.press('Escape');
    await township.getByTestId('picture').waitFor({ state: 'detached' });
  });

  it('gives everything else to be saved, under its name', async () => {
    const download = township.waitForEvent('download');
    await tile('拖入.txt').getByRole('button', { name: '下载' }).click();
    expect((await download).suggestedFilename()).toBe('拖入.txt');
  });

  it('takes a deletion back', async () => {
    await tile('宣讲活动.jpg').getByRole('button', { name: '删除' }).click();
    await tile('宣讲活动.jpg').waitFor({ state: 'detached' });
    await township.getByTestId('attachment-removed').getByText('30 天内可以恢复').waitFor();
    await township.getByTestId('undo-attachment').click();
    await tile('宣讲活动.jpg').waitFor();
    expect(await township.getByTestId('attachment-removed').count()).toBe(0);
  });

  it('shows the office what was attached, for reading only', async () => {
    await township.getByTestId('draft-state').getByText('已保存').waitFor();
    const { etag } = await reporter.getSubmission({ params: { id } });
    await reporter.submitSubmission({ params: { id }, body: {}, ifMatch: etag ?? '' });
    office = await signIn('admin');
    await office.goto(`${pages.address}/submissions/${id}`);
    await drawn(tile('开工现场.jpg', office).locator('img'));
    const panel = office.getByTestId('attachments');
    expect(await panel.getByRole('button', { name: '删除' }).count()).toBe(0);
    expect(await panel.getByTestId('add-attachment').count()).toBe(0);
    await shot(office, 'review');
    await tile('宣讲活动.jpg', office).getByRole('button', { name: '查看' }).click();
    await office.getByRole('dialog', { name: '宣讲活动.jpg' }).locator('img').waitFor();
    // What is typed while a photo is open decides nothing.
    await office.keyboard.press('a');
    await office.keyboard.press('Escape');
    expect(await office.getByTestId('state').innerText()).toBe('待审核');
    await township.reload();
    await tile('开工现场.jpg').waitFor();
    expect(await township.getByTestId('add-attachment').count()).toBe(0);
  });

  it('names a file in which a mobile number stands to an inspector, and does not offer it', async () => {
    const { admin } = pages;
    const lists = new File(['报名\n张老师 13805591234'], '报名表.txt');
    await admin.addAttachment({ body: { owner: 'submission', ownerId: id, file: lists } });
    const body = { username: 'ducha', displayName: '督查员', roles: ['observer' as const], mustChangePassword: false };
    await admin.createUser({ body: { ...body, password: PASSWORD } });
    const inspector = await signIn('ducha');
    await inspector.goto(`${pages.address}/submissions/${id}`);
    await tile('报名表.txt', inspector).getByText('含个人信息').waitFor();
    expect(await tile('报名表.txt', inspector).getByRole('button').count()).toBe(0);
    expect(await tile('拖入.txt', inspector).getByRole('button', { name: '下载' }).count()).toBe(1);
    await shot(inspector, 'withheld');
    await office.reload();
    await tile('报名表.txt', office).getByRole('button', { name: '下载' }).waitFor();
  });

  it('met no error', () => expect(faults).toEqual([]));
});
