import { checkHeading } from './heading.ts';
import { item, type ComplianceResult } from './result.ts';

/** A distribution of a single project's material. */
export interface Material {
  id: string;
  unit: string;
  project: number;
  /** What was typed as the beginning of the material. */
  typed: string | null;
  /** Beginnings of the documents that belong to it. */
  documents: { fileName: string; heading: string }[];
}

/**
 * The heading rule over records (R88): every beginning that is known must be right. A project that the year does not have
 * cannot be judged, nor a material of which nothing is known.
 */
export function checkMaterials(
  materials: readonly Material[],
  template: string,
  projects: readonly { no: number; labelName: string }[],
): ComplianceResult {
  const labels = new Map(projects.map(({ no, labelName }) => [no, labelName]));
  const others = projects.map(({ labelName }) => labelName);
  /** The same beginning is written hundreds of times. */
  const known = new Map<string, string | null>();
  const faultOf = (text: string, labelName: string): string | null => {
    const key = `${labelName}\n${text}`;
    let fault = known.get(key);
    if (fault === undefined) {
      fault = checkHeading(text, template, labelName, others).detail;
      known.set(key, fault);
    }
    return fault;
  };
  const items = materials.flatMap(({ id: record, unit, project, typed, documents }) => {
    const where = { record, unit, project };
    const labelName = labels.get(project);
    if (labelName === undefined) return [item('unjudged', `本年度没有第 ${project} 项民生实事，请核对项目`, where)];
    if (typed === null && documents.length === 0)
      return [item('unjudged', '没有填写资料开头文字，也没有可读出文字的附件', where)];
    const faults = [
      ...(typed === null ? [] : [{ from: '填写的开头文字', fault: faultOf(typed, labelName) }]),
      ...documents.map(({ fileName, heading }) => ({ from: `附件“${fileName}”`, fault: faultOf(heading, labelName) })),
    ].flatMap(({ from, fault }) => (fault === null ? [] : [`${from}：${fault}`]));
    return faults.length > 0 ? [item('failing', faults.join('；'), where)] : [];
  });
  // What cannot be judged was not: the same as of sites.
  const unjudged = items.filter(({ state }) => state === 'unjudged').length;
  return { checked: materials.length - unjudged, items };
}
