import { archiveEndpoints } from './archives.ts';
import { attachmentEndpoints } from './attachments.ts';
import { auditEndpoints } from './audit.ts';
import { authEndpoints } from './auth.ts';
import { bulletinEndpoints } from './bulletins.ts';
import { calendarEndpoints } from './calendar.ts';
import { campaignEndpoints } from './campaigns.ts';
import { channelEndpoints } from './channels.ts';
import { complianceEndpoints } from './compliance.ts';
import { deadlineEndpoints } from './deadlines.ts';
import { formEndpoints } from './forms.ts';
import { importSheetEndpoints } from './import-sheets.ts';
import { importEndpoints } from './imports.ts';
import { obligationEndpoints } from './obligations.ts';
import { overviewEndpoints } from './overview.ts';
import { pictureEndpoints } from './pictures.ts';
import { problemRegisterEndpoints } from './problem-register.ts';
import { publicEndpoints } from './public.ts';
import { recordFileEndpoints } from './record-files.ts';
import { recordEndpoints } from './records.ts';
import { reminderEndpoints } from './reminders.ts';
import { projectEndpoints } from './projects.ts';
import { searchEndpoints } from './search.ts';
import { statisticsEndpoints } from './statistics.ts';
import { submissionEndpoints } from './submissions.ts';
import { taskEndpoints } from './tasks.ts';
import { unitYearEndpoints } from './unit-year.ts';
import { unitEndpoints } from './units.ts';
import { userEndpoints } from './users.ts';

/** The one table of endpoints: routes, OpenAPI document, client and access matrix are made from it. */
export const endpoints = {
  ...authEndpoints,
  ...overviewEndpoints,
  ...searchEndpoints,
  ...campaignEndpoints,
  ...projectEndpoints,
  ...complianceEndpoints,
  ...taskEndpoints,
  ...deadlineEndpoints,
  ...obligationEndpoints,
  ...reminderEndpoints,
  ...channelEndpoints,
  ...submissionEndpoints,
  ...statisticsEndpoints,
  ...pictureEndpoints,
  ...bulletinEndpoints,
  ...problemRegisterEndpoints,
  ...importEndpoints,
  ...importSheetEndpoints,
  ...recordEndpoints,
  ...attachmentEndpoints,
  ...archiveEndpoints,
  ...recordFileEndpoints,
  ...formEndpoints,
  ...unitEndpoints,
  ...unitYearEndpoints,
  ...userEndpoints,
  ...calendarEndpoints,
  ...auditEndpoints,
  ...publicEndpoints,
} as const;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
