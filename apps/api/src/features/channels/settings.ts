import { channelFields, type ChannelField, type ChannelKind, type mailSecurities } from '@nuanxin/contract';
import { problemAt } from '../../problem.ts';

/** Where a channel leads and how. */
export interface Settings {
  host?: string;
  port?: number;
  security?: (typeof mailSecurities)[number];
  user?: string;
  from?: string;
  url?: string;
  secret?: string;
}

const words: Record<ChannelField, string> = {
  host: '邮件服务器',
  port: '端口',
  security: '加密方式',
  user: '用户名',
  from: '发件人',
  url: '地址',
  secret: '密码或密钥',
};

/** Where the robots of their makers are, and what of an address is the key of the group. */
const ROBOTS = {
  wecom: { name: '企业微信', origin: 'https://qyapi.weixin.qq.com', key: 'key' },
  dingtalk: { name: '钉钉', origin: 'https://oapi.dingtalk.com', key: 'access_token' },
} as const;

/**
 * What was given, over what there was; a blank text takes a setting away.
 * @param anywhere robots may stand elsewhere than at their makers
 * @throws ProblemError channel_setting_needed, channel_setting_invalid
 */
export function settingsOf(kind: ChannelKind, given: Settings, anywhere: boolean, before: Settings = {}): Settings {
  const { needed, optional } = channelFields[kind];
  const fields = [...needed, ...optional] as readonly ChannelField[];
  const strange = (Object.keys(words) as ChannelField[]).find(
    (name) => given[name] !== undefined && !fields.includes(name),
  );
  if (strange) throw problemAt(`/${strange}`, 'channel_setting_invalid', { detail: `这种渠道没有“${words[strange]}”` });
  const merged = Object.fromEntries(
    fields.flatMap((name) => {
      const value = given[name] ?? before[name];
      const text = typeof value === 'string' ? value.trim() : value;
      return text === undefined || text === '' ? [] : [[name, text]];
    }),
  ) as Settings;
  const missing = needed.find((name) => (merged as Record<string, unknown>)[name] === undefined);
  if (missing) throw problemAt(`/${missing}`, 'channel_setting_needed', { what: words[missing] });
  // A password goes nowhere but where it was meant to go.
  const elsewhere = merged.host !== before.host || (merged.security === 'none' && before.security !== 'none');
  if (kind === 'email' && before.secret !== undefined && given.secret === undefined && elsewhere)
    throw problemAt('/secret', 'channel_setting_needed', { what: '密码（邮件服务器或加密方式已更换）' });
  checkAddress(kind, merged, anywhere);
  return merged;
}

function checkAddress(kind: ChannelKind, { url, from, secret }: Settings, anywhere: boolean): void {
  const refuse = (at: ChannelField, detail: string) => problemAt(`/${at}`, 'channel_setting_invalid', { detail });
  if (url !== undefined && !(/^https?:\/\//.test(url) && URL.canParse(url)))
    throw refuse('url', '地址应为完整网址，以 https:// 开头');
  if (kind === 'wecom' || kind === 'dingtalk') {
    const { name, origin, key } = ROBOTS[kind];
    const address = new URL(url ?? '');
    const copy = '请在群机器人的页面复制整个 Webhook 地址';
    if (!anywhere && address.origin !== origin)
      throw refuse('url', `${name}群机器人的地址应以 ${origin}/ 开头，${copy}`);
    if (!address.searchParams.get(key)) throw refuse('url', `${name}群机器人的地址应含 ${key}，${copy}`);
  }
  if (kind === 'webhook' && secret !== undefined && !/^whsec_[A-Za-z0-9+/=]{24,}$/.test(secret))
    throw refuse('secret', '签名密钥应以 whsec_ 开头，其后为 24 个以上的 Base64 字符');
  if (from !== undefined && !/^[^<>@\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/.test(from))
    throw refuse('from', '发件人应为邮箱地址，可带名称，如 区民生办 <msb@example.cn>');
}
