import { expect, it } from 'vitest';
import { checkMaterials } from './materials.ts';

const TEMPLATE = '黄山市黄山区30项民生实事之{project}民生实事';
const projects = [
  { no: 1, labelName: '放心家政行动' },
  { no: 2, labelName: '便民停车行动' },
];
const RIGHT = '黄山市黄山区30项民生实事之放心家政行动民生实事';

it('every beginning of a material that is known has to be right (R88)', () => {
  const material = { unit: '341003100', project: 1, typed: null, documents: [] };
  const document = (heading: string) => ({ fileName: '传单.docx', heading });
  const { checked, items } = checkMaterials(
    [
      { ...material, id: 'typed', typed: RIGHT },
      { ...material, id: 'wrong', typed: '放心家政行动' },
      { ...material, id: 'document', documents: [document(RIGHT)] },
      { ...material, id: 'one of two', typed: RIGHT, documents: [document('宣传单')] },
      { ...material, id: 'unknown' },
      { ...material, id: 'no such project', project: 31, typed: RIGHT },
    ],
    TEMPLATE,
    projects,
  );
  expect(checked).toBe(4);
  expect(items.map(({ record, state, detail }) => [record, state, detail])).toEqual([
    ['wrong', 'failing', '填写的开头文字：开头不是规定文字，写的是“放心家政行动”'],
    ['one of two', 'failing', '附件“传单.docx”：开头不是规定文字，写的是“宣传单”'],
    ['unknown', 'unjudged', '没有填写资料开头文字，也没有可读出文字的附件'],
    ['no such project', 'unjudged', '本年度没有第 31 项民生实事，请核对项目'],
  ]);
});
