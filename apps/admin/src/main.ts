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
// Who is signed in decides which page is first, so this comes before the router looks at the address.
await useSession().restore();
app.use(makeRouter());
app.mount('#app');
