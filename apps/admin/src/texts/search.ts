/** Texts of the box that finds anything. */
export const searchTexts = {
  open: '搜索',
  title: '搜索',
  /** On the button: how to open the box without it. */
  key: { mac: '⌘K', other: 'Ctrl K' },
  hint: (key: string) => `搜索（${key} 或 /）`,
  placeholder: '单位、任务、报送、问题、项目、台账',
  label: '搜索单位、任务、报送、问题、项目和台账',
  results: '搜索结果',
  groups: {
    units: '单位',
    tasks: '任务',
    projects: '民生实事项目',
    submissions: '报送',
    problems: '问题整改',
    records: '台账记录',
  },
  recent: '最近搜索',
  forget: '清除',
  start: '输入名称、编号或内容里的几个字；几个词用空格隔开，须同时出现。',
  none: (text: string) => `没有找到“${text}”。可换一个词，或少写几个字。`,
  found: (count: number) => (count === 0 ? '没有找到' : `找到 ${count} 条`),
  /** Where a group has more hits than are shown: in a list that can be searched, or nowhere. */
  more: (list: string) => `还有更多，去${list}中查找`,
  moreWords: '还有更多，请再加一个词',
  keys: [
    ['↑ ↓', '选择'],
    ['回车', '打开'],
    ['Ctrl + 回车', '新标签页打开'],
    ['Esc', '关闭'],
  ],
  closed: '已停用',
  taskCode: (code: string) => `任务 ${code}`,
  projectNo: (no: number) => `第 ${no} 项`,
  foundOn: (day: string) => `${day} 发现`,
  /** Between the parts of a line. */
  join: ' · ',
  place: (label: string) => `${label}：`,
  /** Texts in which something is found, by their codes; those of records are called as their fields. */
  places: {
    fullName: '全称',
    code: '编码',
    alias: '别名',
    labelName: '标注名称',
    task: '任务',
    period: '报送期',
    revision: '版次',
    summary: '小结',
    unit: '单位',
    place: '地点',
    project: '民生实事项目',
  } as Record<string, string>,
};
