import { createPinia } from 'pinia';
import { createApp } from 'vue';
import App from './App.vue';
import { makeRouter } from './router.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/fields.css';
import './styles/tables.css';
import './styles/print.css';
import { useSession } from './features/session/session.ts';

const app = createApp(App).use(createPinia());
const router = makeRouter();
const restored = useSession().restore();
// The page's own scripts are on their way while it is asked who is signed in; what fails here fails again below.
for (const { components } of router.resolve(location.pathname).matched) {
  const load = components?.default as (() => Promise<unknown>) | undefined;
  void load?.().catch(() => {});
}
// Who is signed in decides which page is first, so this comes before the router looks at the address.
await restored;
app.use(router);
app.mount('#app');
