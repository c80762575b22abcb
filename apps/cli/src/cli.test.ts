import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describe as describeOutcome, exitCode, type Outcome } from './import.ts';
import { readSettings } from './settings.ts';
import { table, widthOf } from './table.ts';

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
