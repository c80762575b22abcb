import { describe, expect, it } from 'vitest';
import { recordKind, type RecordKindCode } from './kinds.ts';
import { readRecordText } from './read.ts';

const context = { year: 2025, projects: [{ no: 12, name: '城乡养老服务体系建设', labelName: '养老服务' }] };

function read(kind: RecordKindCode, code: string, text: string) {
  const field = recordKind(kind).fields.find((each) => each.code === code);
  if (!field) throw new Error(`${kind} has no ${code}`);
  const { value, findings } = readRecordText(field, text, context);
  return findings.length === 0 ? value : [value, ...findings.map((each) => `${each.level} ${each.code}`)].join(' ');
}

describe('what people write into a field of a record', () => {
  it.each([
    ['3月28日', '2025-03-28'],
    ['2024.12.31', '2024-12-31'],
    ['2025-02-29', ' error bad_date'],
    ['未采用', ' error bad_date'],
    ['  ', null],
  ])('a day: %s', (text, expected) => {
    expect(read('publications', 'adoptedOn', text)).toBe(expected);
  });

  it.each([
    ['是', true],
    [' √ ', true],
    ['Y', true],
    ['否', null],
    ['/', null],
    ['大概', ' error not_yes'],
  ])('yes or nothing: %s', (text, expected) => {
    expect(read('publications', 'column', text)).toBe(expected);
  });

  it.each([
    ['宣传单（册）', 'leaflet'],
    ['宣传单(册)', 'leaflet'],
    ['宣 传 单', 'leaflet'],
    ['leaflet', 'leaflet'],
    ['传单', ' error unknown_word'],
  ])('one of a set of words, by its exact name only: %s', (text, expected) => {
    expect(read('distributions', 'material', text)).toBe(expected);
  });

  it.each([
    ['12', 12],
    ['第12项', 12],
    ['养老服务', 12],
    ['城乡养老 服务体系建设', 12],
    ['13', ' error unknown_project'],
    ['养老', ' error unknown_project'],
    // A footnote mark is no digit: not project 12.
    ['1²', ' error unknown_project'],
  ])('a project by number or name: %s', (text, expected) => {
    expect(read('publications', 'project', text)).toBe(expected);
  });

  it.each([
    ['1,200', 1200],
    ['35户', 35],
    ['1.2万', 12_000],
    ['约35', '35 confirm approximate'],
    ['三十五', '35 warning cn_numeral'],
    ['无', '0 warning empty_as_zero'],
    ['-1', ' error negative'],
    ['3.5', ' error not_integer'],
    ['35²', ' error not_numeric'],
    ['35①', ' error not_numeric'],
  ])('a count: %s', (text, expected) => {
    expect(read('visits', 'households', text)).toBe(expected);
  });

  it.each([
    ['30.27', 30.27],
    ['３０．２７', 30.27],
    ['-30', -30],
    ['3²', ' error not_numeric'],
    ['30°16′', ' error not_numeric'],
  ])('a coordinate: %s', (text, expected) => {
    expect(read('sites', 'latitude', text)).toBe(expected);
  });

  it('says which field, what stood there and what to do', () => {
    const field = recordKind('visits').fields.find(({ code }) => code === 'households');
    expect(field && readRecordText(field, '约35', context).findings[0]?.detail).toBe('“户数”：“约35”已按35计，请确认');
  });
});
