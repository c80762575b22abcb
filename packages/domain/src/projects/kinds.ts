/** Kinds of projects (类型): works have boards of their own (R61). */
export const projectKinds = ['engineering', 'subsidy', 'service'] as const;
export type ProjectKind = (typeof projectKinds)[number];

export const projectKindLabel: Record<ProjectKind, string> = {
  engineering: '工程类',
  subsidy: '补助类',
  service: '服务类',
};

/** Limits of a project's texts, in characters. The label name stands in the heading of materials (R88). */
export const projectLimits = { name: 100, field: 20, note: 500, labelName: [2, 40] } as const;
