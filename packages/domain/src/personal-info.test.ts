import { describe, expect, it } from 'vitest';
import { findPersonalInfo, maskMobile } from './personal-info.ts';

describe('D52 identity numbers', () => {
  it.each([
    '341003198001011234',
    '身份证34100319800101123X。',
    '34100319800101123x',
    '３４１００３１９８００１０１１２３４',
    '341003 19800101 1234',
    '341003\u200b198001011234',
    '341003-1990-0101-1234',
    '341003-1990-01-01-1234',
    '341003 1990 0101 1238',
    '3410 0319 9001 0112 38',
    '341003—19900101—1238',
    '３４１００３　１９９０　０１０１　１２３８',
    '341003 1952 0229 001x',
    '1 341003 1990-0101 1238 3',
  ])('%j is found', (text) => expect(findPersonalInfo(text)).toHaveLength(1));
  it.each(['0559-8532000', '3410031980010112345', '12345678901234567', '2025年3月28日', '91341003MA2N123456'])(
    '%s is none',
    (text) => expect(findPersonalInfo(text)).toEqual([]),
  );
  it.each([
    ['figures in a row', '341003 2025 0331 1201'],
    ['figures with the right digits and no day of birth', '341003 1990 1301 1232'],
    ['figures on lines of their own', '341003\n1990\n0101\n1238'],
    ['figures in a table', '341003\t1990\t0101\t1238'],
    ['telephone numbers', '0559-8532000 0559-8532001 0559-8532002'],
    ['years and months', '2019-2020 2021-2022 202306 202307'],
  ])('%s are none', (_, text) => expect(findPersonalInfo(text)).toEqual([]));
});

describe('mobile numbers outside the unit and the office', () => {
  it.each([
    ['13805591234', '138****1234'],
    ['王 138-0559-1234', '王 138-****-1234'],
    ['+86 138 0559 1234', '+86 138 **** 1234'],
    ['8613805591234', '86138****1234'],
    ['１３８０５５９１２３４', '138****1234'],
  ])('%s is shown as %s', (text, masked) => expect(maskMobile(text)).toBe(masked));
  it.each(['0559-8532000', '23805591234', '138055912345', '发放１２００份'])('%s stays as it is', (text) =>
    expect(maskMobile(text)).toBe(text),
  );
});
