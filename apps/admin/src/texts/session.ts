import type { Role } from '@nuanxin/domain';

export { roleLabel } from '@nuanxin/domain';

export const signInTexts = {
  username: '用户名',
  password: '密码',
  submit: '登录',
  bothNeeded: '请输入用户名和密码',
  ended: '登录已过期，请重新登录',
  note: '忘记密码请联系区民生办。请勿在本系统填报涉密内容和个人身份信息。',
};

export const passwordTexts = {
  title: '修改密码',
  introFirst: '首次登录或密码重置后，请先设置自己的密码。',
  intro: '修改后，其他设备上的登录会退出。',
  current: '原密码',
  next: '新密码',
  rule: '至少 10 个字符，含大写字母、小写字母、数字、符号中的三类，不含用户名',
  again: '再输入一次',
  differ: '两次输入的新密码不一致',
  submit: '修改密码',
  done: '密码已修改，其他设备上的登录已退出',
};

export const roleHint: Record<Role, string> = {
  admin: '管理账号和系统设置',
  office: '管理方案，审核、导入',
  reporter: '填报本单位的材料',
  observer: '查看全部，不能修改',
  auditor: '查看全部和操作记录',
};
