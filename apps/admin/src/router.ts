import type { Role } from '@nuanxin/contract';
import { createRouter, createWebHistory, type Router } from 'vue-router';
import { useSession } from './features/session/session.ts';

declare module 'vue-router' {
  interface RouteMeta {
    title: string;
    public?: boolean;
    roles?: Role[];
  }
}

const all: Role[] = ['office', 'observer', 'auditor'];

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      {
        path: '/sign-in',
        component: () => import('./features/session/SignInPage.vue'),
        meta: { title: '登录', public: true },
      },
      {
        path: '/',
        component: () => import('./shell/AppFrame.vue'),
        meta: { title: '暖心' },
        children: [
          { path: '', redirect: () => home() },
          {
            path: 'overview',
            component: () => import('./features/overview/OverviewPage.vue'),
            meta: { title: '工作台', roles: all },
          },
          {
            path: 'my',
            component: () => import('./features/submissions/MyPage.vue'),
            meta: { title: '我的报送', roles: ['reporter'] },
          },
          {
            path: 'my/:id',
            component: () => import('./features/submissions/FillPage.vue'),
            meta: { title: '填报', roles: ['reporter', 'office'] },
          },
          { path: 'tasks', component: () => import('./features/tasks/TasksPage.vue'), meta: { title: '任务与时限' } },
          {
            path: 'submissions',
            component: () => import('./features/submissions/SubmissionsPage.vue'),
            meta: { title: '报送审核', roles: all },
          },
          {
            path: 'submissions/:id',
            component: () => import('./features/submissions/ReviewPage.vue'),
            meta: { title: '审核', roles: [...all, 'reporter'] },
          },
          {
            path: 'imports',
            component: () => import('./features/imports/ImportPage.vue'),
            meta: { title: '数据导入', roles: [...all, 'reporter'] },
          },
          {
            path: 'imports/:id',
            component: () => import('./features/imports/ImportPage.vue'),
            meta: { title: '导入结果', roles: [...all, 'reporter'] },
          },
          { path: 'units', component: () => import('./features/units/UnitsPage.vue'), meta: { title: '单位' } },
          {
            path: 'users',
            component: () => import('./features/users/UsersPage.vue'),
            meta: { title: '用户', roles: ['admin', 'office'] },
          },
          {
            path: 'calendar',
            component: () => import('./features/calendar/CalendarPage.vue'),
            meta: { title: '节假日' },
          },
          {
            path: 'audit',
            component: () => import('./features/audit/AuditPage.vue'),
            meta: { title: '操作记录', roles: ['auditor'] },
          },
          {
            path: 'password',
            component: () => import('./features/session/PasswordPage.vue'),
            meta: { title: '修改密码' },
          },
          {
            path: ':missing(.*)*',
            component: () => import('./shell/MissingPage.vue'),
            meta: { title: '没有这个页面' },
          },
        ],
      },
    ],
  });
  router.beforeEach((to) => {
    const session = useSession();
    if (to.meta.public) return true;
    if (!session.user) return { path: '/sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
    if (session.user.mustChangePassword && to.path !== '/password') return '/password';
    if (to.meta.roles && !session.has(...to.meta.roles)) return to.path === home() ? '/tasks' : home();
    return true;
  });
  router.afterEach((to) => {
    document.title = `${to.meta.title} · 暖心`;
  });
  return router;
}

function home(): string {
  const session = useSession();
  // Not a page yet: where to go is known after the sign-in.
  if (!session.user) return '/sign-in';
  if (session.readsAll) return '/overview';
  return session.has('reporter') ? '/my' : '/users';
}
