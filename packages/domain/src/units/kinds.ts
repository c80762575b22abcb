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

/** The kind of what stands above: villages belong to townships, all others to the district. */
export const parentKind = (kind: Exclude<UnitKind, 'district'>): UnitKind =>
  kind === 'village' ? 'township' : 'district';

export const parentWords = (kind: Exclude<UnitKind, 'district'>): string =>
  `${unitKindLabel[kind]}的上级应为${kind === 'village' ? unitKindLabel.township : '全区'}`;
