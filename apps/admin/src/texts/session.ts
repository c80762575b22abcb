import type { SignInEntry } from '@nuanxin/client';
import type { Role } from '@nuanxin/domain';

export { roleLabel } from '@nuanxin/domain';

export const newPasswordTexts = {
  rule: '至少 10 个字符，含大写字母、小写字母、数字、符号中的三类，不含用户名',
  again: '再输入一次',
  differ: '两次输入的密码不一致',
};

export const signInTexts = {
  username: '用户名',
  password: '密码',
  submit: '登录',
  bothNeeded: '请输入用户名和密码',
  ended: '登录已过期，请重新登录',
  note: '忘记密码请联系区民生办，凭链接重新设置。请勿在本系统填报涉密内容和个人身份信息。',
};

export const invitationTexts = {
  first: (name: string) => `${name}，请设置登录密码`,
  again: (name: string) => `${name}，请设置新的登录密码`,
  username: '用户名',
  unit: '单位',
  expires: '链接有效期至',
  password: '密码',
  submit: '设置密码并登录',
  done: '密码已设置，下次用用户名和密码登录',
  others: (name: string) => `本浏览器现以“${name}”登录，设置后改以上面的用户名登录。`,
  toSignIn: '去登录',
  incomplete: '链接不完整：请从收到的消息里复制整条链接，或请区民生办重新发送',
};

export const signInListTexts = {
  title: '最近登录',
  intro: '不是本人的登录，请立即修改密码，并告诉区民生办。保存 400 天。',
  columns: { at: '时间', outcome: '结果', browser: '浏览器', ip: '来源地址' },
  outcomes: {
    success: '成功',
    wrong_password: '密码错误',
    locked: '已锁定',
    disabled: '已停用',
  } satisfies Record<SignInEntry['outcome'], string>,
  current: '本次登录',
  open: '仍在登录',
  unknown: '其他程序',
  none: '没有登录记录。',
  endOthers: '退出其他登录',
  ended: (count: number) => (count > 0 ? `已退出其他 ${count} 处登录` : '没有其他登录'),
};

export const passwordTexts = {
  title: '账号与密码',
  form: '修改密码',
  account: '账号',
  roles: '角色',
  introFirst: '首次登录或密码重置后，请先设置自己的密码。',
  intro: '修改后，其他设备上的登录会退出。',
  current: '原密码',
  next: '新密码',
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
