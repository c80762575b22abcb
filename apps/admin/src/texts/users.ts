export const userTexts = {
  intro: '谁可以登录、以什么角色、属于哪个单位。停用和改角色立即生效。',
  add: '新增用户',
  search: '用户名或姓名',
  searchLabel: '查找用户',
  allRoles: '全部角色',
  measure: '人',
  empty: '没有符合条件的用户。可换一个词再查，或新增用户。',
  columns: { username: '用户名', name: '姓名', roles: '角色', unit: '单位', status: '状态', lastLogin: '最近登录' },
  active: '正常',
  disabled: '已停用',
  firstPassword: '待改初始密码',
  edit: '修改',
  reset: '重置密码',
  disable: '停用',
  enable: '启用',
  disableTitle: '停用账号',
  disableAsk: (name: string, username: string) =>
    `停用后，${name}（${username}）立即不能登录，已登录的也会退出。已报送的材料不受影响。`,
  wasDisabled: (name: string) => `${name}已停用`,
  wasEnabled: (name: string) => `${name}已启用`,
  resetAsk: (name: string, username: string) =>
    `将为 ${name}（${username}）设置新的初始密码，原密码立即失效，已登录的也会退出。`,
};

export const userDialogTexts = {
  titleNew: '新增用户',
  titleEdit: (name: string) => `修改 ${name}`,
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
  save: '保存',
  create: '新增',
  saved: (name: string) => `${name}已保存`,
};

export const newPasswordTexts = {
  created: (name: string) => `已新增 ${name}`,
  reset: (name: string) => `已重置 ${name} 的密码`,
  label: '初始密码',
  copy: '复制',
  copied: '已复制',
  once: '只显示这一次，请当面或以安全方式交给本人；首次登录须修改。',
  close: '已记下',
};
