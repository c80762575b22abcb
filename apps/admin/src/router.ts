import type { EndpointName, Role } from '@nuanxin/contract';
import { recordKindCodes } from '@nuanxin/domain';
import { createRouter, createWebHistory, type Router, type RouteRecordRaw } from 'vue-router';
import { seeAll, useSession } from './features/session/session.ts';
import { loadYears } from './shared/plan-years.ts';
import { noteScrollPlaces, scrollPlace } from './shared/scroll-place.ts';
import { pages, shell } from './texts/common.ts';

declare module 'vue-router' {
  interface RouteMeta {
    page: keyof typeof pages | null;
    public?: boolean;
    /** The endpoint that the page lives on: who may not call it does not get the page. */
    needs?: EndpointName;
    /** Narrower than the endpoint, which gives a reporter its own rows: that is another page. */
    roles?: Role[];
    /** The page shows one year: the top bar's. */
    yearly?: boolean;
    /** The page that it lies below: the way to it. The pages of the navigation lie below none. */
    above?: string;
    /** The page begins with the years that have a plan, and shows none of them by itself. */
    years?: boolean;
  }
}

/** Every page with its address and who gets it. */
export const routes: RouteRecordRaw[] = [
  {
    path: '/sign-in',
    component: () => import('./features/session/SignInPage.vue'),
    meta: { page: 'signIn', public: true },
  },
  {
    path: '/invitation',
    component: () => import('./features/session/InvitationPage.vue'),
    meta: { page: 'invitation', public: true },
  },
  {
    path: '/public/:year?',
    component: () => import('./features/public/PublicPage.vue'),
    meta: { page: null, public: true },
  },
  {
    path: '/',
    component: () => import('./shell/AppFrame.vue'),
    meta: { page: null },
    children: [
      { path: '', redirect: () => home() },
      {
        path: 'overview',
        component: () => import('./features/overview/OverviewPage.vue'),
        meta: { page: 'overview', needs: 'getOverview', roles: seeAll, yearly: true },
      },
      {
        path: 'my',
        component: () => import('./features/submissions/MyPage.vue'),
        meta: { page: 'my', needs: 'startSubmission', roles: ['reporter'], yearly: true },
      },
      {
        path: 'my/:id',
        component: () => import('./features/submissions/FillPage.vue'),
        meta: { page: 'fill', needs: 'saveDraft', above: '/my' },
      },
      {
        path: 'tasks',
        component: () => import('./features/tasks/TasksPage.vue'),
        meta: { page: 'tasks', needs: 'listTasks', yearly: true },
      },
      {
        path: 'tasks/new',
        component: () => import('./features/tasks/TaskEditPage.vue'),
        meta: { page: 'newTask', needs: 'createTask', yearly: true, above: '/tasks' },
      },
      {
        path: 'tasks/:id/edit',
        component: () => import('./features/tasks/TaskEditPage.vue'),
        meta: { page: 'task', needs: 'updateTask', above: '/tasks' },
      },
      {
        path: 'plan/new',
        component: () => import('./features/campaigns/RollOverPage.vue'),
        meta: { page: 'rollOver', needs: 'createCampaign', years: true, above: '/tasks' },
      },
      {
        path: 'plan/compare',
        component: () => import('./features/campaigns/ComparePage.vue'),
        meta: { page: 'compare', needs: 'compareCampaigns', yearly: true, above: '/tasks' },
      },
      {
        path: 'submissions',
        component: () => import('./features/submissions/SubmissionsPage.vue'),
        meta: { page: 'submissions', needs: 'listSubmissions', roles: seeAll, yearly: true },
      },
      {
        path: 'submissions/:id',
        component: () => import('./features/submissions/ReviewPage.vue'),
        meta: { page: 'review', needs: 'getSubmission', above: '/submissions' },
      },
      {
        path: 'statistics',
        component: () => import('./features/statistics/StatisticsPage.vue'),
        meta: { page: 'statistics', needs: 'getStatistics', yearly: true },
      },
      {
        path: 'statistics/pictures',
        component: () => import('./features/statistics/PicturesPage.vue'),
        meta: { page: 'pictures', needs: 'getPictures', yearly: true, above: '/statistics' },
      },
      {
        path: 'bulletins',
        component: () => import('./features/bulletins/BulletinsPage.vue'),
        meta: { page: 'bulletins', needs: 'listBulletins', yearly: true },
      },
      {
        path: 'bulletins/:id',
        component: () => import('./features/bulletins/BulletinPage.vue'),
        meta: { page: 'bulletin', needs: 'getBulletin', above: '/bulletins' },
      },
      {
        path: 'reminders',
        component: () => import('./features/reminders/RemindersPage.vue'),
        meta: { page: 'reminders', needs: 'listReminders' },
      },
      {
        path: 'reminder-settings',
        component: () => import('./features/reminders/ReminderSettingsPage.vue'),
        meta: { page: 'reminderSettings', needs: 'putReminderRule', yearly: true },
      },
      {
        path: 'problems',
        component: () => import('./features/problem-register/ProblemsPage.vue'),
        meta: { page: 'problems', needs: 'listProblems', yearly: true },
      },
      {
        path: 'imports',
        component: () => import('./features/imports/ImportPage.vue'),
        meta: { page: 'imports', needs: 'listImports' },
      },
      {
        path: 'imports/:id',
        component: () => import('./features/imports/ImportPage.vue'),
        meta: { page: 'import', needs: 'getImport', above: '/imports' },
      },
      { path: 'records', redirect: (to) => ({ path: '/records/publications', query: to.query }) },
      {
        path: 'records/:kind',
        component: () => import('./features/records/RecordsPage.vue'),
        beforeEnter: ({ params, path, query, hash }) =>
          recordKindCodes.some((code) => code === params.kind) ||
            // The address stays: it is what has to be mended.
            { name: 'missing', params: { missing: path.split('/').slice(1) }, query, hash },
        meta: { page: 'records', needs: 'listRecords', yearly: true },
      },
      {
        path: 'projects',
        component: () => import('./features/projects/ProjectsPage.vue'),
        meta: { page: 'projects', needs: 'listProjects', yearly: true },
      },
      {
        path: 'projects/:id',
        component: () => import('./features/projects/CardPage.vue'),
        meta: { page: 'project', needs: 'getPolicyCard', above: '/projects' },
      },
      {
        path: 'compliance',
        component: () => import('./features/compliance/CompliancePage.vue'),
        meta: { page: 'compliance', needs: 'getCompliance', yearly: true },
      },
      {
        path: 'units',
        component: () => import('./features/units/UnitsPage.vue'),
        meta: { page: 'units', needs: 'listUnits' },
      },
      {
        path: 'units/:code',
        component: () => import('./features/units/UnitPage.vue'),
        meta: { page: 'unit', needs: 'getUnitYear', yearly: true, above: '/units' },
      },
      {
        path: 'my-unit',
        component: () => import('./features/units/UnitPage.vue'),
        meta: { page: 'myUnit', needs: 'getUnitYear', roles: ['reporter'], yearly: true },
      },
      {
        path: 'users',
        component: () => import('./features/users/UsersPage.vue'),
        meta: { page: 'users', needs: 'listUsers' },
      },
      {
        path: 'forms',
        component: () => import('./features/forms/FormsPage.vue'),
        meta: { page: 'forms', needs: 'listFormVersions' },
      },
      {
        path: 'forms/:code/edit',
        component: () => import('./features/forms/FormEditPage.vue'),
        meta: { page: 'formEdit', needs: 'publishForm', above: '/forms' },
      },
      {
        path: 'calendar',
        component: () => import('./features/calendar/CalendarPage.vue'),
        meta: { page: 'calendar', needs: 'listCalendarYears' },
      },
      {
        path: 'audit',
        component: () => import('./features/audit/AuditPage.vue'),
        meta: { page: 'audit', needs: 'listAudit' },
      },
      {
        path: 'password',
        component: () => import('./features/session/PasswordPage.vue'),
        meta: { page: 'password' },
      },
      {
        path: ':missing(.*)*',
        name: 'missing',
        component: () => import('./shell/MissingPage.vue'),
        meta: { page: null },
      },
    ],
  },
];

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    scrollBehavior: scrollPlace,
    routes,
  });

  noteScrollPlaces(router);
  router.beforeEach((to) => {
    const session = useSession();
    if (to.meta.public) return true;
    if (!session.user) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
    if (session.user.mustChangePassword && to.path !== '/password') return '/password';
    if (!session.mayOpen(to.meta)) {
      const instead = to.path === home() ? '/tasks' : home();
      const { page } = router.resolve(instead).meta;
      if (to.meta.page && page) void sayClosed(shell.closed(pages[to.meta.page], pages[page]));
      return instead;
    }
    void loadYears();
    // The chosen year goes along, whichever link leads here.
    if (to.meta.yearly && !to.query.year && session.chosenYear)
      return { path: to.path, hash: to.hash, query: { ...to.query, year: String(session.chosenYear) }, replace: true };
    return true;
  });
  router.beforeResolve(async (to) => {
    if (!to.meta.yearly && !to.meta.years) return;
    await loadYears();
    if (!to.meta.yearly) return;
    const session = useSession();
    const year = Number(to.query.year);
    if (session.years.includes(year)) session.chosenYear = year;
  });
  // After an update of the product the pages of the old one are gone: read the new one.
  router.onError((error: Error, to) => {
    if (/dynamically imported module|Importing a module script failed/.test(error.message))
      location.assign(to.fullPath);
  });
  return router;
}

/** Loaded for this: the first page comes without the library's messages. */
async function sayClosed(text: string): Promise<void> {
  (await import('./shared/notify.ts')).notice(text);
}

function home(): string {
  const session = useSession();
  // Not a page yet: where to go is known after the sign-in.
  if (!session.user) return '/sign-in';
  if (session.readsAll) return '/overview';
  return session.has('reporter') ? '/my' : '/users';
}
