import { onScopeDispose } from 'vue';

/** Has the browser ask before the window is closed, or loaded anew, over something that would be lost. */
export function useUnloadWarning(wouldLose: () => boolean): void {
  const warn = (event: BeforeUnloadEvent): void => {
    if (wouldLose()) event.preventDefault();
  };
  addEventListener('beforeunload', warn);
  onScopeDispose(() => removeEventListener('beforeunload', warn));
}
