import type { EndpointName, Role } from '@nuanxin/contract';
import { seeAll } from '../features/session/session.ts';
import { pages } from '../texts/common.ts';

interface Item {
  to: string;
  label: string;
  needs: EndpointName;
  roles?: Role[];
}

/** By noun (DESIGN §8): pages that exist, in the order of the office's work. A group has a heading and no page. */
export const navigation: { heading?: string; items: Item[] }[] = [
  {
    items: [
      { to: '/overview', label: pages.overview, needs: 'getOverview', roles: seeAll },
      { to: '/my', label: pages.my, needs: 'startSubmission', roles: ['reporter'] },
      { to: '/my-unit', label: pages.myUnit, needs: 'getUnitYear', roles: ['reporter'] },
      { to: '/tasks', label: pages.tasks, needs: 'listTasks' },
      { to: '/calendar', label: pages.calendar, needs: 'listCalendarYears' },
      { to: '/submissions', label: pages.submissions, needs: 'listSubmissions', roles: seeAll },
      { to: '/statistics', label: pages.statistics, needs: 'getStatistics' },
      { to: '/bulletins', label: pages.bulletins, needs: 'listBulletins' },
      { to: '/reminders', label: pages.reminders, needs: 'listReminders' },
      { to: '/imports', label: pages.imports, needs: 'listImports' },
    ],
  },
  {
    heading: pages.registers,
    items: [
      { to: '/records', label: pages.records, needs: 'listRecords' },
      { to: '/problems', label: pages.problems, needs: 'listProblems' },
      { to: '/projects', label: pages.projects, needs: 'listProjects' },
      { to: '/compliance', label: pages.compliance, needs: 'getCompliance' },
    ],
  },
  {
    heading: pages.unitsAndUsers,
    items: [
      { to: '/units', label: pages.units, needs: 'listUnits' },
      { to: '/users', label: pages.users, needs: 'listUsers' },
    ],
  },
  {
    heading: pages.settings,
    items: [
      { to: '/forms', label: pages.forms, needs: 'publishForm' },
      { to: '/reminder-settings', label: pages.reminderSettings, needs: 'putReminderRule' },
      { to: '/audit', label: pages.audit, needs: 'listAudit' },
    ],
  },
];
