import type { Lamp, ObligationStatus, Timeliness, Tracking } from './obligation.ts';
import type { SubmissionAction, SubmissionState } from './submission.ts';

/** The office's words for the codes. */
export const submissionStateLabel: Record<SubmissionState, string> = {
  draft: '草稿',
  submitted: '待审核',
  withdrawn: '已撤回',
  returned: '已退回',
  accepted: '已通过',
  reopened: '重新审核',
  locked: '已锁定',
};

export const submissionActionLabel: Record<SubmissionAction, string> = {
  submit: '报送',
  supersede: '改报',
  withdraw: '撤回',
  return: '退回',
  accept: '通过',
  reopen: '重新审核',
  lock: '锁定',
  unlock: '解锁',
  undo: '撤销',
};

export const obligationStatusLabel: Record<ObligationStatus, string> = {
  upcoming: '未开始',
  open: '未到期',
  submitted: '待审',
  returned: '退回',
  accepted: '办结',
  overdue: '逾期',
  exempt: '免报',
};

/** Of what is open and falls due within days: its lamp is yellow. */
export const dueSoonLabel = '将到期';

export const lampLabel: Record<Lamp, string> = { green: '绿灯', yellow: '黄灯', red: '红灯', grey: '灰灯' };

export const timelinessLabel: Record<Timeliness, string> = { on_time: '按时', late: '迟报' };

export const trackingLabel: Record<Tracking, string> = {
  submission: '报送材料',
  records: '台账记录',
  office: '办公室登记',
};

/** Of a last day that depends on a notice which is not out. */
export const provisionalLabel = '暂定';
