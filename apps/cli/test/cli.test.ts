import { appendFileSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describe as describeOutcome } from '../src/describe.ts';
import { exitCode, type Outcome } from '../src/outcome.ts';
import { readSettings } from '../src/settings.ts';
import { kindOf } from '../src/send.ts';
import { keyOf, openState } from '../src/state.ts';
import { writeWhole } from '../src/write-whole.ts';
import { endOf, printable, table, widthOf } from '../src/table.ts';

describe('tables on a terminal', () => {
  it('give Chinese characters two columns', () => {
    expect([widthOf('甘棠镇'), widthOf('C7'), widthOf('（约20）')]).toEqual([6, 2, 8]);
  });
  it('align every column', () => {
    const lines = table(
      ['单位', '行'],
      [
        ['甘棠镇', '4'],
        ['B07', '12'],
      ],
    ).split('\n');
    expect(lines).toEqual(['单位    行', '------  --', '甘棠镇  4', 'B07     12']);
  });
});

describe('address and account', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nuanxin-cli-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ server: 'http://file', user: 'file', password: 'file' }));
  const env = { NUANXIN_SERVER: 'http://env', NUANXIN_USER: 'env' };

  it('come from flags, then the environment, then the config file', () => {
    expect(readSettings({ config, server: 'http://flag/' }, env)).toEqual({
      server: 'http://flag',
      user: 'env',
      password: 'file',
    });
  });
  it('name what is missing', () => {
    const other = join(folder, 'empty.json');
    writeFileSync(other, '{}');
    expect(() => readSettings({ config: other }, {})).toThrow('缺少账号');
    expect(() => readSettings({ config: join(folder, 'none.json') }, {})).toThrow('读不到配置文件');
  });
});

describe('outcomes', () => {
  const outcome = (status: 'committed' | 'refused', rejected: number): Outcome => ({
    file: '表.xlsx',
    ok: rejected === 0,
    import: {
      id: '',
      fileName: '表.xlsx',
      sha256: '',
      form: 'annex7',
      layout: 'table',
      period: '2025Q2',
      mode: 'atomic',
      status,
      replayOf: null,
      counts: { accepted: 1, rejected, confirm: 0, ignored: 0 },
      createdAt: '',
      version: 1,
      createdBy: '',
      findings: [],
      decisions: { cells: [], units: [], headers: [], confirmed: [] },
      nextRows: null,
      rows: [
        {
          sheet: '汇总',
          row: 7,
          unitText: '太平湖镇',
          unit: { code: '341003104', name: '太平湖镇' },
          outcome: 'rejected',
          values: {},
          findings: [
            {
              level: 'error',
              code: 'not_numeric',
              cell: 'C7',
              field: 'F0101',
              text: '3O',
              readsAs: null,
              detail: '不是数字',
            },
          ],
          submissionId: null,
        },
      ],
    },
  });

  it('give exit code 1 as soon as one file is not wholly accepted', () => {
    expect(exitCode([outcome('committed', 0)])).toBe(0);
    expect(exitCode([outcome('committed', 0), outcome('refused', 1)])).toBe(1);
  });
  it('name the cell, the text as it stood and what to do', () => {
    const text = describeOutcome(outcome('refused', 1));
    expect(text).toContain('C7');
    expect(text).toContain('3O');
    expect(text).toContain('--mode valid_rows');
  });
});

describe('a refusal', () => {
  it('of the file itself is for good, one of the account ends the run, and no answer at all is no refusal', () => {
    const kind = (status: number, code = 'x') =>
      kindOf({ status, code, type: '', title: '', detail: '', instance: '' });
    expect([kind(422, 'file_refused'), kind(409, 'already_imported'), kind(413)]).toEqual(['final', 'final', 'final']);
    expect([kind(401), kind(403), kind(404)]).toEqual(['barred', 'barred', 'barred']);
    expect([kind(0), kind(502), kind(503), kind(504)]).toEqual(['away', 'away', 'away', 'away']);
  });
});

describe('texts from other people’s files', () => {
  it('steer no terminal and break no table', () => {
    expect(printable('甲\u001b[2J\u202e.csv')).toBe('甲\ufffd[2J\ufffd.csv');
    expect(table(['原文', '说明'], [['一\n二\t\u001b[31m', '三']]).split('\n')).toHaveLength(3);
  });
  it('that are too long for the line of the progress bar lose their beginning', () => {
    expect(endOf('二季度/乡镇/甘棠镇.csv', 80)).toBe('二季度/乡镇/甘棠镇.csv');
    const end = endOf('二季度/乡镇/甘棠镇.csv', 12);
    expect([end, widthOf(end)]).toEqual(['…甘棠镇.csv', 12]);
  });
});

describe('what is kept of a run', () => {
  const options = { form: 'annex7', mode: 'atomic', confirm: false } as const;
  const key = (name: string, text = '一样', more: object = {}): string =>
    keyOf(name, Buffer.from(text), { ...options, ...more });

  it('tells apart what was asked, and names that say different things of the same bytes', () => {
    expect(key('二季度/甲.csv')).toBe(key('包.zip › 乙 - 副本.csv'));
    expect(key('甲.csv')).not.toBe(key('甲.csv', '不一样'));
    expect(key('甲.csv')).not.toBe(key('甲.csv', '一样', { mode: 'valid_rows' }));
    expect(key('甲.csv')).not.toBe(key('甲.csv', '一样', { confirm: true }));
    expect(key('甲.csv')).not.toBe(key('甲.csv', '一样', { sheet: '定稿' }));
    expect(key('甲.csv')).not.toBe(key('甲2025年二季度.csv'));
    // Refused for its name: renamed it is another question.
    expect(key('甲.csv')).not.toBe(key('甲34100319800101123X.csv'));
  });

  it('takes work summaries of the same words for two when their names name two units', () => {
    expect(key('甘棠镇工作小结.docx')).not.toBe(key('仙源镇工作小结.docx'));
    expect(key('二季度/甘棠镇工作小结.doc')).toBe(key('包.zip › 甘棠镇工作小结.doc'));
  });

  it('survives a line that was torn and lines that are none', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'nuanxin-cli-')), 'state.jsonl');
    const outcome: Outcome = { file: '甲.csv', ok: false, problem: { code: 'file_refused', detail: '坏' } };
    const first = await openState(path, 'here', false);
    await first.keep('a', outcome);
    await first.close();
    appendFileSync(path, 'null\n123\n{"account":"here","key":"b","outc');
    const second = await openState(path, 'here', false);
    expect([second.answered('a'), second.answered('b')]).toEqual([outcome, undefined]);
    await second.keep('b', outcome);
    await second.close();
    const third = await openState(path, 'here', false);
    expect([third.answered('a'), third.answered('b')]).toEqual([outcome, outcome]);
    await third.close();
    const elsewhere = await openState(path, 'there', true);
    expect(elsewhere.answered('a')).toBeUndefined();
    await elsewhere.close();
    const fourth = await openState(path, 'here', false);
    expect(fourth.answered('b')).toEqual(outcome);
    await fourth.close();
  });
});

describe('a list that is written anew', () => {
  it('is the old one or the new one at every moment, never half of it', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'nuanxin-cli-')), 'findings.csv');
    const [old, anew] = ['甲\n'.repeat(2_000_000), '乙\n'.repeat(3_000_000)];
    await writeWhole(path, old);
    const over = new AbortController();
    const writing = writeWhole(path, anew).then(() => over.abort());
    const sizes = new Set<number>();
    while (!over.signal.aborted) {
      sizes.add(statSync(path).size);
      await new Promise(setImmediate);
    }
    await writing;
    sizes.add(statSync(path).size);
    expect(sizes).toEqual(new Set([Buffer.byteLength(old), Buffer.byteLength(anew)]));
  });
});
