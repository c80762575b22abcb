// Before the first paint, for which the pages' own scripts come too late: the colours that the reader chose
// (src/shell/theme.ts). Who follows the system has none.
try {
  const theme = localStorage.getItem('nuanxin.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing for pages follows the system.
}
