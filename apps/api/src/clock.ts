/** Gives the present instant. */
export type Clock = () => Date;

/** A clock that starts at `start` and runs on; the real one when `start` is null. */
export function clockFrom(start: Date | null): Clock {
  if (!start) return () => new Date();
  const offset = start.getTime() - Date.now();
  return () => new Date(Date.now() + offset);
}
