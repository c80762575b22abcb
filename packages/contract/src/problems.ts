/**
 * The one catalogue of problems (RFC 9457): a stable code, the HTTP status, and the Chinese sentence that a clerk reads.
 * `{name}` in a sentence is filled from the details that the service gives.
 */
export const problems = {
  // requests
  invalid_request: { status: 400, title: '请求有误', detail: '提交的内容有误，请按提示逐项修改' },
  malformed_body: { status: 400, title: '请求无法读取', detail: '提交的内容无法读取，请检查格式' },
  unsupported_media_type: { status: 415, title: '内容类型不支持', detail: '请以 JSON 或表单文件的方式提交' },
  body_too_large: { status: 413, title: '内容过大', detail: '提交的内容超过上限（{limit}），请拆分后再提交' },
  not_found: { status: 404, title: '未找到', detail: '找不到该内容，可能已被删除或您无权查看' },
  too_many_requests: { status: 429, title: '操作过于频繁', detail: '操作过于频繁，请在 {seconds} 秒后重试' },
  internal: { status: 500, title: '系统出错', detail: '系统出错，请稍后重试；如仍出错，请把请求编号告诉管理员' },
  unavailable: { status: 503, title: '暂不可用', detail: '系统正在启动或数据库暂时不可用，请稍后重试' },
  precondition_required: { status: 428, title: '缺少版本', detail: '修改前请先读取最新内容（缺少 If-Match）' },
  precondition_failed: { status: 412, title: '内容已变化', detail: '内容已被他人修改，请刷新后再操作' },
  invalid_cursor: { status: 400, title: '翻页标记无效', detail: '翻页标记无效或与排序不符，请从第一页重新查询' },
  idempotency_conflict: { status: 409, title: '重复请求', detail: '同一请求正在处理，请稍后查询结果' },
  idempotency_mismatch: {
    status: 422,
    title: '请求编号重复',
    detail: '同一 Idempotency-Key 已用于另一份内容，请换一个',
  },

  // identity
  unauthenticated: { status: 401, title: '未登录', detail: '请先登录，或登录已过期' },
  login_failed: { status: 401, title: '登录失败', detail: '用户名或密码不正确' },
  login_locked: { status: 429, title: '登录已锁定', detail: '连续多次登录失败，请在 {minutes} 分钟后重试' },
  user_disabled: { status: 401, title: '账号已停用', detail: '该账号已停用，请联系区民生办' },
  forbidden: { status: 403, title: '无权操作', detail: '您没有进行此项操作的权限' },
  password_wrong: { status: 422, title: '原密码不正确', detail: '原密码不正确，请重新输入' },
  password_weak: { status: 422, title: '密码过于简单', detail: '{reason}' },
  password_change_required: { status: 403, title: '请先修改密码', detail: '首次登录或密码重置后，请先修改密码' },

  // units and users
  unit_code_taken: { status: 409, title: '单位编码重复', detail: '单位编码“{code}”已存在' },
  unit_alias_taken: { status: 409, title: '单位别名重复', detail: '“{alias}”已是“{unit}”的名称或别名' },
  unit_parent_invalid: { status: 422, title: '上级单位有误', detail: '{rule}' },
  unit_has_villages: {
    status: 422,
    title: '类别不能改',
    detail: '“{name}”下有 {count} 个村（社区），类别只能是乡镇；请先把这些村（社区）改到其他乡镇',
  },
  unit_is_district: {
    status: 422,
    title: '不能修改',
    detail: '“{name}”是全区，上级、类别不能改，也不能停用',
  },
  username_taken: { status: 409, title: '用户名重复', detail: '用户名“{username}”已存在' },
  reporter_needs_unit: { status: 422, title: '缺少所属单位', detail: '填报人员必须指定所属单位' },
  not_yourself: { status: 409, title: '不能停用', detail: '不能停用自己的账号，请由其他管理员操作' },
  invitation_unknown: {
    status: 404,
    title: '链接无效',
    detail: '链接无效：请核对是否复制完整，或请区民生办重新发送',
  },
  invitation_used: {
    status: 410,
    title: '链接已用过',
    detail: '该链接已用过。已设置密码的请直接登录；忘记密码的请区民生办重新发送链接',
  },
  invitation_revoked: {
    status: 410,
    title: '链接已作废',
    detail: '该链接已作废，可能已另发新的；请用最近收到的链接，或请区民生办重新发送',
  },
  invitation_expired: { status: 410, title: '链接已过期', detail: '该链接已过期，请区民生办重新发送' },
  invitation_to_disabled: { status: 409, title: '账号已停用', detail: '“{name}”已停用，请先启用再生成链接' },
  nobody_to_invite: {
    status: 409,
    title: '没有可邀请的',
    detail: '所选用户都已设置密码或已停用；忘记密码的，请在用户列表逐个重置',
  },
  unit_reports_nothing: {
    status: 422,
    title: '所属单位有误',
    detail: '“{unit}”不报送（区、村或已停用的单位），请为填报人员另选单位',
  },
  last_admin: { status: 409, title: '不能停用', detail: '系统至少要保留一名可用的管理员' },

  // figures
  figure_view_not_shared: { status: 422, title: '不能共享', detail: '共享给所有人的由区民生办设置，请只给自己保存' },
  figure_view_name_taken: { status: 409, title: '名称重复', detail: '已有名为“{name}”的常用统计，请换一个名称' },
  figure_views_too_many: {
    status: 409,
    title: '常用统计已满',
    detail: '每人最多保存 {most} 个常用统计，请先删除不用的',
  },

  // bulletins
  bulletin_quarter_not_begun: {
    status: 409,
    title: '还不能拟稿',
    detail: '{period}还没有应报的单位，请在这一季度的报送开始后再拟通报',
  },
  bulletin_exists: { status: 409, title: '通报已在拟', detail: '{period}的通报正在拟稿或审核，请先完成或删除那一份' },
  bulletin_not_editable: {
    status: 409,
    title: '通报不能修改',
    detail: '通报“{state}”，不能修改或删除；需要改的，请先退回修改。已印发的永久保存',
  },
  bulletin_action_not_allowed: { status: 409, title: '不能{action}', detail: '通报“{state}”，不能{action}' },
  bulletin_approved_before: {
    status: 409,
    title: '须由另一人审核',
    detail: '您已审核过这一稿；一审、二审、三审须由不同的人，请另一人审核，或退回修改后改为只审一次',
  },
  bulletin_place_unknown: {
    status: 422,
    title: '自动填入有误',
    detail: '“{section}”中的 {places} 不是可用的自动填入，请从“插入数字”中选择，或去掉花括号',
  },
  bulletin_unit_unknown: { status: 422, title: '单位有误', detail: '没有编码为“{code}”的单位，请重新选择' },
  bulletin_fact_unknown: {
    status: 422,
    title: '依据有误',
    detail: '“{unit}”的表扬或批评所依据的事实不存在、已删除或不属于这个单位，请重新选择',
  },
  bulletin_figures_changed: {
    status: 409,
    title: '审核后数字有变',
    detail: '审核通过之后“{first}”等 {count} 处数字有变动；请核对后确认印发，或退回重新审核',
  },
  bulletin_number_taken: { status: 409, title: '发文字号重复', detail: '已有发文字号为“{no}”的通报，请核对' },
  bulletin_day_invalid: {
    status: 422,
    title: '成文日期有误',
    detail: '成文日期须在{from}至{to}之间：不早于这一季度开始，不晚于今天',
  },

  // plan and calendar
  no_plan: { status: 404, title: '没有年度方案', detail: '没有 {year} 年的方案' },
  campaign_exists: { status: 409, title: '年度方案已存在', detail: '{year}年度方案已存在' },
  roll_over_moved: {
    status: 412,
    title: '预览之后有变动',
    detail: '预览之后，原方案、单位或放假安排有变动，建立的方案会与看到的不同；请重新预览，核对后再建立',
  },
  campaign_year_too_far: { status: 422, title: '年度太远', detail: '现在最多编制到{last}年度方案' },
  campaign_in_use: { status: 409, title: '方案不能删除', detail: '{year}年度方案{reason}，不能删除' },
  roll_over_invalid: { status: 422, title: '编制内容有误', detail: '{reason}' },
  schedule_invalid: { status: 422, title: '时限规则有误', detail: '“{task}”的时限规则不能用：{reason}' },
  task_code_taken: { status: 409, title: '任务编号重复', detail: '{year}年已有编号为“{code}”的任务' },
  task_invalid: { status: 422, title: '任务有误', detail: '{reason}' },
  window_in_use: {
    status: 409,
    title: '窗口期不能删除',
    detail: '窗口期“{name}”已有报送、登记、催办，或者已过最后一天，不能删除；可以提前结束',
  },
  task_tracking_fixed: {
    status: 409,
    title: '完成依据不能改',
    detail: '“{task}”已有报送、登记或计入的台账，完成依据不能再改；如确需改变，请停用此任务，另建新任务',
  },
  phases_invalid: { status: 422, title: '阶段有误', detail: '{reason}' },
  phase_in_use: {
    status: 409,
    title: '阶段有任务',
    detail: '“{phase}”中还有任务（{tasks}），不能删除；请先把这些任务改到其他阶段',
  },
  groups_invalid: { status: 422, title: '责任单位组有误', detail: '{reason}' },
  group_in_use: {
    status: 409,
    title: '责任单位组在用',
    detail: '“{group}”还是任务（{tasks}）的责任单位或完成依据，不能删除；请先修改这些任务',
  },
  calendar_year_invalid: { status: 422, title: '放假安排有误', detail: '{reason}' },

  project_invalid: { status: 422, title: '项目有误', detail: '{reason}' },
  form_version_invalid: { status: 422, title: '报表有误', detail: '{reason}' },
  form_version_same: { status: 422, title: '没有改动', detail: '与现行版本相同，没有可以发布的改动' },
  form_version_in_use: {
    status: 409,
    title: '该期已开始填报',
    detail: '{period}已有 {count} 份报送或草稿，不能改用新版；请从以后的报送期开始使用',
  },

  // obligations and submissions
  obligation_not_reported: { status: 422, title: '无需填报', detail: '该事项不以报送材料的方式完成' },
  obligation_not_settled: { status: 422, title: '不能登记', detail: '“{task}”以报送材料为准，不能直接登记办结' },
  nothing_not_stated: { status: 422, title: '不能报本期无', detail: '“{task}”不以台账记录完成，不能报本期无' },
  nothing_has_records: {
    status: 409,
    title: '已有台账记录',
    detail: '“{task}”本期已有计入的台账记录（{progress}），不能报本期无；确有错误的请先改正或删除记录',
  },
  obligation_settled: { status: 409, title: '已登记办结', detail: '区民生办已登记办结，不需要再报本期无' },
  obligation_exempt: { status: 409, title: '已免报', detail: '该单位此项已免报' },
  extension_not_later: { status: 422, title: '延期日期有误', detail: '延期后的日期必须晚于 {dueOn}' },
  extension_day_over: {
    status: 422,
    title: '延期日期有误',
    detail: '{day} 已经过去，请选择今天（{today}）或以后的日期',
  },
  extension_too_far: { status: 422, title: '延期日期有误', detail: '最多可延期到 {last}' },
  extension_request_too_late: {
    status: 409,
    title: '已过时限',
    detail: '时限 {dueOn} 已过，不能再申请延期；确有困难的请与区民生办联系',
  },
  extension_request_handed_in: { status: 409, title: '已报送', detail: '此项已经报送或办结，不需要申请延期' },
  extension_request_pending: {
    status: 409,
    title: '已有延期申请',
    detail: '已申请延期至 {until}，正在等待区民生办答复；要改的请先撤回',
  },
  extension_request_none: {
    status: 409,
    title: '没有延期申请',
    detail: '没有等待答复的延期申请，可能已答复、已撤回，或此项已报送、办结',
  },
  extension_answer_needed: { status: 422, title: '缺少答复', detail: '不同意延期的，请写明原因' },
  extension_too_late: { status: 409, title: '不能延期', detail: '该单位已报送，不能延期；如需改正，请退回并写明要求' },
  exemption_too_late: { status: 409, title: '不能免报', detail: '该单位已报送，不能免报；如需免报，请先退回' },
  settled_day_invalid: { status: 422, title: '办结日期有误', detail: '办结日期应在 {from} 至 {to} 之间' },
  action_not_allowed: { status: 409, title: '当前状态不能操作', detail: '该报送{state}，不能{action}' },
  reminder_not_owed: { status: 409, title: '不需要催办', detail: '该事项{status}，不需要催办' },
  reminder_too_soon: { status: 409, title: '刚刚催办过', detail: '该事项 {at} 刚催办过，一小时内不重复催办' },
  reminder_hours_invalid: { status: 422, title: '时间有误', detail: '结束时间应晚于开始时间' },
  reminder_days_missing: {
    status: 422,
    title: '没有催办日',
    detail: '启用自动催办时，到期前、逾期后至少填一个工作日数',
  },
  template_place_unknown: {
    status: 422,
    title: '模板有误',
    detail: '不认识“{place}”；可用的有 {known}',
  },
  channel_setting_needed: { status: 422, title: '渠道设置不全', detail: '请填写{what}' },
  channel_setting_invalid: { status: 422, title: '渠道设置有误', detail: '{detail}' },
  channel_name_taken: { status: 409, title: '渠道名称重复', detail: '已有名为“{name}”的渠道' },
  message_not_failed: {
    status: 409,
    title: '不需要重发',
    detail: '该消息没有发送失败，或渠道已停用、已删除，不能重发',
  },
  not_clean: {
    status: 409,
    title: '需逐份审核',
    detail: '有需要看的内容（提示、与台账不同、没有工作小结，或曾退回、重新审核），请逐份审核',
  },
  undo_too_late: {
    status: 409,
    title: '不能撤销',
    detail: '只能撤销自己 {seconds} 秒内刚做的通过或退回；已通过的可重新审核',
  },
  not_editable: {
    status: 409,
    title: '当前状态不能修改',
    detail: '该报送{state}，不能修改；如需修改，请先撤回或请区民生办退回',
  },
  not_open_yet: { status: 409, title: '未到报送时间', detail: '该事项自 {opensOn} 起可以报送' },
  comment_required: { status: 422, title: '缺少意见', detail: '请填写{action}意见' },
  form_empty: { status: 422, title: '报表是空的', detail: '还没有填写任何指标，请填写后再报送' },
  form_invalid: { status: 422, title: '报表有误', detail: '报表有 {count} 处错误，请修改后再报送' },
  document_has_mobiles: {
    status: 403,
    title: '含手机号码',
    detail: '该文件含有手机号码，只有本单位和区民生办可以下载',
  },
  personal_info: { status: 422, title: '含个人信息', detail: '{place}含有身份证号码，请删除后再提交' },

  // records
  record_invalid: { status: 422, title: '记录有误', detail: '有 {count} 处需要修改，请按提示改正后再保存' },
  record_not_yours: { status: 403, title: '不能修改', detail: '“{kind}”中的这些记录或内容由{keeper}维护，您不能修改' },
  record_once: { status: 409, title: '已有登记', detail: '“{unit}”{year}年的{kind}已登记，请修改原记录' },
  export_too_large: {
    status: 422,
    title: '导出过多',
    detail: '符合条件的有 {count} 条，一次最多导出 {most} 条，请缩小范围',
  },

  // the problem register
  problem_action_not_allowed: { status: 409, title: '当前状态不能操作', detail: '第{no}号问题{state}，不能{action}' },
  problem_not_editable: {
    status: 409,
    title: '当前状态不能修改',
    detail: '第{no}号问题{state}，不能修改；只有交办前可以修改',
  },
  problem_unit_unknown: {
    status: 422,
    title: '单位有误',
    detail: '没有编码为“{code}”的单位，或该单位已停用，或是区、村（请改选乡镇或部门）',
  },
  problem_source_not_yours: { status: 422, title: '来源有误', detail: '单位只能登记走访、回访中发现的问题' },
  problem_found_day_invalid: { status: 422, title: '发现日期有误', detail: '发现日期应在 {from} 至 {to} 之间' },
  problem_due_day_invalid: { status: 422, title: '整改期限有误', detail: '整改期限应在 {from} 至 {to} 之间' },
  problem_due_day_off: {
    status: 422,
    title: '整改期限有误',
    detail: '{day}是{words}，不是工作日；请改为工作日，如此后最近的 {next}',
  },
  problem_refers_to_nothing: { status: 422, title: '所选内容有误', detail: '{year}年没有所选的{what}，可能已被删除' },
  problem_files_waiting: {
    status: 409,
    title: '当前状态不能修改',
    detail: '第{no}号问题{state}，附件不能增加、删除或恢复；如需变动，请区民生办退回整改',
  },
  problem_files_final: {
    status: 409,
    title: '当前状态不能修改',
    detail: '第{no}号问题{state}，附件不能增加、删除或恢复；如需变动，请先由区民生办重新登记该问题',
  },
  // attachments
  attachment_refused: { status: 422, title: '不能作为附件', detail: '{detail}' },
  attachment_field_unknown: {
    status: 422,
    title: '指标有误',
    detail: '报表中没有编码为“{field}”的指标，请改选报表中的指标，或不选指标、作为整份的附件',
  },
  attachment_not_yours: {
    status: 403,
    title: '不能删除',
    detail: '该附件由其他单位的“{by}”上传，您不能删除或恢复；如需变动，请联系区民生办',
  },
  attachment_withheld: {
    status: 403,
    title: '不能下载',
    detail: '文件中有手机号码，只有所属单位和区民生办可以下载；如需查看，请联系区民生办',
  },
  attachments_full: { status: 409, title: '附件过多', detail: '附件最多 {most} 个，请先删除不需要的' },

  // archives
  archive_link_invalid: {
    status: 403,
    title: '链接无效',
    detail: '下载链接不完整，或导出人已不能导出全年档案；请在“统计”页重新导出',
  },
  archive_expired: {
    status: 410,
    title: '链接已过期',
    detail: '全年档案只保留 {hours} 小时，文件已删除；请在“统计”页重新导出',
  },

  // imports
  file_missing: { status: 422, title: '没有文件', detail: '请选择文件' },
  file_refused: { status: 422, title: '文件不能导入', detail: '{detail}' },
  period_unknown: { status: 422, title: '缺少报送期', detail: '文件中没有写明年度和季度，请选择报送期后重新导入' },
  period_mismatch: { status: 422, title: '报送期不符', detail: '{detail}' },
  period_not_planned: { status: 422, title: '没有该报送期', detail: '年度方案中没有 {period} 的报送任务' },
  already_imported: { status: 409, title: '已导入过', detail: '{by}已为 {period} 导入过同一份文件，无需再次导入' },
  imported_for_other: { status: 409, title: '已为其他单位导入', detail: '同一份文件已为“{unit}”导入过，请核对文件' },
  decision_invalid: { status: 422, title: '改正有误', detail: '{detail}' },
  import_not_committable: { status: 409, title: '不能写入', detail: '该导入没有可以写入的行' },
  batch_too_large: {
    status: 422,
    title: '文件过多',
    detail: '压缩包中有 {count} 个文件，最多 {most} 个，请分成几个压缩包',
  },
  import_timeout: {
    status: 422,
    title: '文件处理超时',
    detail: '文件内容过多，{seconds} 秒内未能读完，请拆分后重新导入',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ProblemCode = keyof typeof problems;

/** Fills the `{name}` places of a problem's sentence. */
export function problemDetail(code: ProblemCode, details: Record<string, string | number> = {}): string {
  return problems[code].detail.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''));
}
