import type { Judged } from './rows.ts';

/** The year's text with which material on a single project begins, and the projects' names in it. */
export interface Heading {
  text: string;
  projects: readonly { no: number; labelName: string }[];
}

/** The right heading of a row's material (R88); null where it is about no single project. */
export function headingOf({ text, projects }: Heading, { values }: Judged): string | null {
  const project = projects.find(({ no }) => no === values.project);
  return project ? text.replace('{project}', project.labelName) : null;
}
