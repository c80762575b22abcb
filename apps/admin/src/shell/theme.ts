import { ref, watch } from 'vue';

/** Colours of the pages: the system's choice, or one that stays. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'nuanxin.theme';

/** What `theme.js` found before the first paint. */
export const theme = ref<Theme>((document.documentElement.dataset.theme as Theme | undefined) ?? 'system');

watch(theme, (chosen) => {
  const { dataset } = document.documentElement;
  if (chosen === 'system') delete dataset.theme;
  else dataset.theme = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    // A browser that keeps nothing for pages: it holds until the window is closed.
  }
});
