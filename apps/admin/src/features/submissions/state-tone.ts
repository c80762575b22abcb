import type { SubmissionState } from '@nuanxin/domain';

/** The tag's colour beside the state's word; grey is the rest. */
export const stateTone: Partial<Record<SubmissionState, 'accent' | 'amber' | 'green'>> = {
  submitted: 'accent',
  reopened: 'accent',
  returned: 'amber',
  accepted: 'green',
  locked: 'green',
};
