import { isEditable, submissionStateLabel, type SubmissionState } from '@nuanxin/domain';
import { sql } from 'drizzle-orm';
import { audit } from '../../db/schema/index.ts';

const editable = (Object.keys(submissionStateLabel) as SubmissionState[]).filter(isEditable);

/**
 * An entry about what a unit is still writing: that it was saved is told, what it says is for the unit and the office alone
 * until it is handed in.
 */
export const isBeingWritten = sql<boolean>`(${audit.action} in ('submission.save', 'submission.attach')
  and exists (select 1 from submissions s where s.state = any (${sql.param(editable)}::text[])
    and s.id = case when ${audit.entity} = 'submission' then ${audit.entityId}::uuid end))`;
