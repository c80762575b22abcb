import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annex7, formDiff, formFaults, isSameForm, nextVersion, type FormField } from './index.ts';

const edit = (fields: FormField[], more: object = {}) =>
  nextVersion(annex7, { title: annex7.title, sections: annex7.sections, fields, ...more });
const changed = (code: string, change: Partial<FormField>): FormField[] =>
  annex7.fields.map((field) => (field.code === code ? { ...field, ...change } : field));
const without = (code: string): FormField[] => annex7.fields.filter((field) => field.code !== code);
const faultsOf = (fields: FormField[], history = [annex7]) =>
  formFaults(edit(fields), history).map((each) => each.detail);
const field = (code: string): FormField => {
  const found = annex7.fields.find((each) => each.code === code);
  if (!found) throw new Error(code);
  return found;
};

describe('a new version of a form', () => {
  it('as it stands is the same, but for its number and the mark of a sample', () => {
    const next = edit(annex7.fields);
    expect(next).toMatchObject({ version: 2, sample: false, rules: annex7.rules, texts: annex7.texts });
    expect(isSameForm(formDiff(annex7, next))).toBe(true);
    expect(formFaults(next, [annex7])).toEqual([]);
  });

  it('says in words what was added, removed and changed', () => {
    const own: FormField = { ...field('F0101'), code: 'F0901', label: '短视频发布数', measure: '条' };
    const fields = [...changed('F0102', { label: '区级媒体刊播数', max: 500, required: true }), own].filter(
      ({ code }) => code !== 'F0205',
    );
    const diff = formDiff(annex7, edit(fields));
    expect(diff.added.map(({ label }) => label)).toEqual(['短视频发布数']);
    expect(diff.removed.map(({ code }) => code)).toEqual(['F0205']);
    expect(diff.changed).toEqual([
      {
        code: 'F0102',
        label: '区级媒体刊播数',
        changes: [
          { what: '名称', from: field('F0102').label, to: '区级媒体刊播数' },
          { what: '最大值', from: '9999', to: '500' },
          { what: '必填', from: '否', to: '是' },
        ],
      },
    ]);
    expect(diff).toMatchObject({ title: null, reordered: false, warnings: [] });
  });

  it('warns where figures no longer compare, and names the rules that go with a field', () => {
    const ruled = annex7.rules.find((rule) => 'other' in rule);
    if (!ruled || !('other' in ruled)) throw new Error('no rule of two fields');
    const diff = formDiff(annex7, edit(without(ruled.other)));
    expect(diff.rules.length).toBeGreaterThan(0);
    expect(edit(without(ruled.other)).rules).not.toContainEqual(ruled);
    const measured = formDiff(annex7, edit(changed('F0102', { measure: '条' })));
    expect(measured.warnings).toEqual([expect.stringContaining('计量单位由“篇”改为“条”')]);
  });

  it('a code that was taken out may come back as what it was, and as nothing else', () => {
    const second = edit(without('F0102'));
    const back = (change: Partial<FormField>) =>
      formFaults(nextVersion(second, { ...second, fields: changed('F0102', change) }), [annex7, second]);
    expect(back({ label: '区级刊播' })).toEqual([]);
    expect(back({ measure: '次' })[0]?.detail).toContain('曾是');
    expect(back({ kind: 'stock' })[0]?.pointer).toMatch(/\/fields\/\d+\/kind/);
    // What the records count is a flow, whatever the office calls it.
    expect(faultsOf(changed('F0101', { kind: 'stock' }))[0]).toContain('由台账自动统计');
  });

  it('refuses what could not be told apart or filled in', () => {
    expect(faultsOf([...annex7.fields, { ...field('F0101'), label: '另一项' }])[0]).toContain('F0101 重复');
    expect(faultsOf(changed('F0102', { label: ` ${field('F0103').label}` }))[0]).toContain('重名');
    expect(faultsOf(changed('F0102', { label: '填报人' }))[0]).toContain('重名');
    expect(faultsOf(changed('F0102', { min: 5, max: 4 }))).toEqual([expect.stringContaining('最大值小于最小值')]);
    expect(faultsOf(changed('F0102', { for: [] }))).toEqual([expect.stringContaining('没有填报单位')]);
    expect(faultsOf(changed('F0102', { section: 'S99' }))).toEqual([expect.stringContaining('没有所属板块')]);
    const sections = [...annex7.sections, { code: 'S7', title: '七、其他' }];
    expect(formFaults(edit(annex7.fields, { sections }), [annex7])[0]?.pointer).toBe('/sections/6/title');
  });

  it('a diff there and back again tells the same the other way round', () => {
    fc.assert(
      fc.property(
        fc.subarray(annex7.fields, { minLength: 1 }),
        fc.subarray(annex7.fields, { minLength: 1 }),
        (a, b) => {
          const [from, to] = [edit(a), edit(b)];
          const [there, back] = [formDiff(from, to), formDiff(to, from)];
          expect(there.added.map(({ code }) => code)).toEqual(back.removed.map(({ code }) => code));
          expect(there.removed.map(({ code }) => code)).toEqual(back.added.map(({ code }) => code));
          expect(there.changed).toEqual([]);
        },
      ),
    );
  });
});
