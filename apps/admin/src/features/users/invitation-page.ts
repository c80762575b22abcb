/** The page that takes links to set a password, at the address by which its reader reached the service. */
export const invitationPage = (): string => `${location.origin}/invitation`;

/** The token stands behind the `#`: browsers send that part to nobody. */
export const linkOf = (token: string): string => `${invitationPage()}#${token}`;
