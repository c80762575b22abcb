import { INVITATION_DAYS } from '@nuanxin/contract';

export const userTexts = {
  intro: '谁可以登录、以什么角色、属于哪个单位。停用和改角色立即生效。',
  add: '新增用户',
  import: '导入用户',
  search: '用户名或姓名',
  searchLabel: '查找用户',
  allRoles: '全部角色',
  allUnits: '全部单位',
  allStatuses: '全部状态',
  statuses: { active: '启用', disabled: '已停用', waiting: '待设密码' },
  sort: '排序',
  sorts: { username: '按用户名', '-lastLogin': '最近登录在前', lastLogin: '久未登录在前' },
  measure: '人',
  empty: '没有符合条件的用户。可换一个词再查，或新增用户。',
  columns: {
    username: '用户名',
    name: '姓名',
    roles: '角色',
    unit: '单位',
    email: '邮箱',
    status: '状态',
    lastLogin: '最近登录',
  },
  active: '正常',
  disabled: '已停用',
  firstPassword: '待改初始密码',
  notInvited: '未邀请',
  invited: (day: string) => `已邀请，${day} 前有效`,
  invitationExpired: '邀请已过期',
  resetOpen: (day: string) => `重置链接 ${day} 前有效`,
  edit: '修改',
  invite: '邀请',
  inviteAgain: '重新邀请',
  reset: '重置密码',
  disable: '停用',
  enable: '启用',
  disableTitle: '停用账号',
  disableAsk: (name: string, username: string) =>
    `停用后，${name}（${username}）立即不能登录，已登录的也会退出。已报送的材料不受影响。`,
  wasDisabled: (name: string) => `${name}已停用`,
  wasEnabled: (name: string) => `${name}已启用`,
  inviteAgainAsk: (name: string, username: string) =>
    `将为 ${name}（${username}）生成新的邀请链接，原来的链接随即作废。`,
  resetAsk: (name: string, username: string) =>
    `将生成一个链接，请发给 ${name}（${username}）本人。设置新密码后，原密码失效，已登录的也会退出；在此之前原密码仍可用。`,
  /** The drawer. */
  created: '建立',
  signIns: '登录记录',
  revoke: '作废链接',
  revoked: (name: string) => `${name}的链接已作废`,
};

export const userDialogTexts = {
  titleNew: '新增用户',
  titleEdit: (name: string) => `修改 ${name}`,
  introNew: '新增后生成邀请链接，由本人设置密码。',
  username: '用户名',
  usernameHint: '小写字母、数字、点、横线',
  usernameBad: '用户名为 2 至 40 个小写字母、数字、点、横线，以字母或数字开头',
  name: '姓名',
  nameNeeded: '请填写姓名',
  roles: '角色',
  roleNeeded: '至少选择一个角色',
  unit: '所属单位',
  unitHint: '填报人员必选',
  unitNeeded: '填报人员必须选择所属单位',
  email: '邮箱',
  emailHint: '催办邮件发到这里；可不填',
  emailBad: '应为邮箱地址，如 name@example.cn',
  save: '保存',
  create: '新增并生成邀请链接',
  saved: (name: string) => `${name}已保存`,
  notInvited: (name: string, why: string) => `已新增${name}，但没有生成链接：${why}`,
};

export const inviteManyTexts = {
  waiting: (count: number) => `${count} 人还没有邀请，或链接已过期。链接只在下载的表格里出现这一次，请分别发给本人。`,
  download: '下载邀请链接',
  done: (count: number) => `已为 ${count} 人生成邀请链接`,
};

export const linkTexts = {
  titleNew: (name: string) => `${name}的邀请链接`,
  titleReset: (name: string) => `${name}的重置密码链接`,
  message: '发给本人的消息（微信、短信均可）',
  /** What is pasted into WeChat. */
  text: ({ name, username, day, link }: { name: string; username: string; day: string; link: string }) =>
    [
      `${name}，您好！请在${INVITATION_DAYS}天内（${day}前）打开下面的链接，设置“暖心”民生实事宣传管理系统的登录密码。`,
      `用户名：${username}`,
      link,
      '链接只能用一次，请勿转发。',
    ].join('\n'),
  copyMessage: '复制消息',
  copyLink: '只复制链接',
  copied: '已复制，可直接粘贴到微信',
  linkCopied: '链接已复制',
  notCopied: '浏览器不许复制，请选中文字后按 Ctrl + C',
  once: '链接只显示这一次；没有发出去的，可再生成一个，原来的随即作废。',
  close: '已发出',
};
