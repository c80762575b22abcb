import type { User } from '@nuanxin/client';
import { userTexts as t } from '../../texts/users.ts';

/** What the button says that makes a link for a user. */
export const linkWord = ({ hasPassword, invitation }: Pick<User, 'hasPassword' | 'invitation'>): string =>
  hasPassword ? t.reset : invitation ? t.inviteAgain : t.invite;
