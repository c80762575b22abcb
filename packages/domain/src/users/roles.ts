/** Roles of DESIGN §6. A user may hold several. */
export const roles = ['admin', 'office', 'reporter', 'observer', 'auditor'] as const;
export type Role = (typeof roles)[number];

export const roleLabel: Record<Role, string> = {
  admin: '系统管理员',
  office: '区民生办',
  reporter: '单位填报',
  observer: '只读查看',
  auditor: '审计',
};
