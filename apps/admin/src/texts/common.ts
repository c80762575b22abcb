import { provisionalLabel } from '@nuanxin/domain';

/** Texts of the frame and of what every page shares. */
export const common = {
  product: '暖心',
  productLong: '黄山区民生实事宣传管理',
  productShort: '民生实事宣传管理',
  retry: '重试',
  clearFilters: '清除筛选',
  badFilters: '网址里的筛选条件不对，没有可显示的内容；可能是链接不完整。',
  toList: '返回列表',
  noOptions: '没有可选项',
  optionsFailed: '选项读取失败，请刷新页面',
  loading: '正在读取',
  onlyFirst: (shown: number, total: number | undefined) =>
    total === undefined ? `以上为前 ${shown} 条，其余未打印。` : `以上为前 ${shown} 条，共 ${total} 条，其余未打印。`,
  loadMore: (count: number) => `再显示 ${count} 条`,
  loadAll: '全部显示',
  loadMost: (most: number) => `显示前 ${most.toLocaleString('zh-CN')} 条`,
  shownMost: (most: number) => `页面最多显示 ${most.toLocaleString('zh-CN')} 条。请缩小范围，或用“导出”取得全部。`,
  total: (count: number, measure: string) => `共 ${count} ${measure}`,
  nothing: '没有内容',
  none: '—',
  cancel: '取消',
  enteredLost: '填写的内容还没有保存，关闭后将丢失。',
  dropEntered: '不保存，关闭',
  goOn: '继续填写',
  submitKeys: 'Ctrl + 回车 提交',
  back: '返回',
  close: '关闭',
  view: '查看',
  acts: '操作',
  help: '本页说明',
  sample: '示例',
  sampleHint: '示例数据，请由区民生办核对',
  provisional: provisionalLabel,
  provisionalInText: '（暂定）',
  provisionalHint: '所依据的放假安排尚未公布，公布后可能变动',
  requestId: (id: string) => `请求编号 ${id}`.trim(),
  pageFault: '页面出错',
  pageFaultDetail: (what: string) => `页面出错：${what}`,
  wholeYear: '全年',
  window: (no: number) => `第${no}个窗口期`,
  windowOf: (name: string) => `“${name}”窗口期`,
  weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  quarters: ['一季度', '二季度', '三季度', '四季度'],
  weekday: (word: string) => `周${word}`,
  monthDay: (month: number, day: number) => `${month}月${day}日`,
  dayOfYear: (year: string, day: string) => `${year}年${day}`,
  year: (year: string) => `${year}年`,
  quarterOfYear: (year: number | string, quarter: string) => `${year}年${quarter}`,
  change: (what: string, from: string, to: string) => `${what}：${from || '（空）'} → ${to || '（空）'}`,
  /** Between the parts of a sentence. */
  join: '；',
};

export const shell = {
  toContent: '跳到正文',
  nav: '主导航',
  menu: '菜单',
  way: '位置',
  year: '年度',
  account: '账号',
  password: '账号与密码',
  theme: '界面颜色',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  signOut: '退出',
  closed: (page: string, instead: string) => `您的账号无权查看“${page}”，已转到“${instead}”。`,
  missing: '没有这个页面',
  missingIntro: '地址可能有误，或页面已移走。',
  toFirstPage: '回到首页',
  noPlan: (year: string) => `没有 ${year} 年的方案。`,
  toYear: (year: number | undefined) => `看 ${year} 年的方案`,
};

/** Two people change the same thing at once. */
export const editedTexts = {
  newer: '您打开之后，他人改了这里的内容：',
  yours: (mine: string) => `（您填的是：${mine || '（空）'}）`,
  listed: (what: string, added: string[], removed: string[]) =>
    `${what}：${
      [
        ...(added.length > 0 ? [`增加 ${added.join('、')}`] : []),
        ...(removed.length > 0 ? [`去掉 ${removed.join('、')}`] : []),
      ].join('，') || '先后有调整'
    }`,
  keepHint: '保留您的修改：只覆盖您改过的项，其余按对方的。',
  keep: (verb: string) => `保留我的修改并${verb}`,
  take: '改用对方的内容',
};

/** The line on paper that says what a list was filtered by. */
export const printTexts = {
  /** “全部单位” names the field of an empty filter. */
  filter: (name: string, value: string) => (value ? `${name.replace(/^全部/, '')}：${value}` : ''),
  printed: (at: string, by: string) => `${by} 打印于 ${at}`,
  join: '　',
};

export const exportTexts = {
  export: '导出',
  busy: '正在导出',
  formats: '导出为',
  format: { xlsx: 'Excel 表格（.xlsx）', csv: 'CSV 文本（.csv）' },
};

export const columnTexts = {
  menu: '显示列',
  reset: '恢复全部列',
};

/** Names of the pages, in the navigation and in the window's title. */
export const pages = {
  signIn: '登录',
  overview: '工作台',
  my: '我的报送',
  fill: '填报',
  tasks: '任务与时限',
  task: '编辑任务',
  newTask: '新增任务',
  rollOver: '编制新年度方案',
  compare: '年度方案对照',
  submissions: '报送审核',
  statistics: '统计',
  pictures: '图表',
  bulletins: '通报',
  bulletin: '通报',
  reminders: '催办记录',
  reminderSettings: '催办设置',
  review: '审核',
  imports: '数据导入',
  import: '导入结果',
  registers: '台账',
  records: '台账记录',
  problems: '问题整改',
  projects: '民生实事项目',
  project: '政策卡片',
  compliance: '合规检查',
  unitsAndUsers: '单位与用户',
  units: '单位',
  unit: '单位',
  myUnit: '本单位',
  users: '用户',
  settings: '设置',
  forms: '报表',
  formEdit: '编辑报表',
  calendar: '日历',
  audit: '操作记录',
  password: '账号与密码',
  invitation: '设置密码',
};
