/** Nodes of the tree (DESIGN §2). */
export const unitKinds = ['district', 'office', 'department', 'media', 'township', 'village'] as const;
export type UnitKind = (typeof unitKinds)[number];

export const unitKindLabel: Record<UnitKind, string> = {
  district: '区',
  office: '区民生办',
  media: '宣传媒体单位',
  department: '区直部门',
  township: '乡镇',
  village: '村（社区）',
};
