import { Type, type Static } from 'typebox';
import { ByIdParams, Closed, Id, Instant, Name, Nullable, Said, Text, Words } from './common.ts';
import { endpoint } from './endpoint.ts';

export const channelKinds = ['email', 'wecom', 'dingtalk', 'webhook'] as const;
export type ChannelKind = (typeof channelKinds)[number];
/** `unneeded`: before it arrived, nothing of what it reminds of was owed any more. */
export const messageStates = ['waiting', 'delivered', 'failed', 'unneeded'] as const;
export type MessageState = (typeof messageStates)[number];
export const mailSecurities = ['tls', 'starttls', 'none'] as const;

/** What each kind of channel is told; `secret` is never shown again. */
export const channelFields = {
  email: { needed: ['host', 'port', 'security', 'from'], optional: ['user', 'secret'] },
  wecom: { needed: ['url'], optional: [] },
  dingtalk: { needed: ['url'], optional: ['secret'] },
  webhook: { needed: ['url'], optional: ['secret'] },
} as const satisfies Record<ChannelKind, { needed: readonly ChannelField[]; optional: readonly ChannelField[] }>;
export type ChannelField = 'host' | 'port' | 'security' | 'user' | 'from' | 'url' | 'secret';

const port = Type.Integer({ minimum: 1, maximum: 65535 });
const settings = {
  host: Type.Optional(Name(200, { description: '邮件服务器' })),
  port: Type.Optional(port),
  security: Type.Optional(
    Words(mailSecurities, { description: 'tls：一开始就加密（多为465端口）；starttls：先明后密（多为587端口）' }),
  ),
  user: Type.Optional(Text(200)),
  from: Type.Optional(Name(200, { description: '发件人地址，可带名称，如 区民生办 <msb@example.cn>' })),
  url: Type.Optional(Said(1000, { description: '机器人或 Webhook 的地址' })),
  secret: Type.Optional(
    Type.String({ maxLength: 500, description: '邮箱密码、钉钉加签密钥，或 Webhook 的签名密钥（whsec_…）' }),
  ),
};

export const Channel = Type.Object(
  {
    id: Id,
    kind: Words(channelKinds),
    name: Type.String(),
    enabled: Type.Boolean(),
    host: Nullable(Type.String()),
    port: Nullable(port),
    security: Nullable(Words(mailSecurities)),
    user: Nullable(Type.String()),
    from: Nullable(Type.String()),
    url: Nullable(Type.String({ description: '机器人的地址只显示最后4位：知道地址的人都能往群里发消息' })),
    hasSecret: Type.Boolean({ description: '已设密码或密钥' }),
    readable: Type.Boolean({ description: 'false：服务的密钥已更换，须重新填写' }),
    waiting: Type.Integer({ description: '待发的消息数' }),
    failed: Type.Integer({ description: '近30天发送失败的消息数' }),
    lastDeliveredAt: Nullable(Instant),
    version: Type.Integer(),
  },
  { title: 'Channel' },
);
export type Channel = Static<typeof Channel>;

const admins = { roles: ['admin'], rows: 'all' } as const;
const problems = ['channel_setting_needed', 'channel_setting_invalid', 'channel_name_taken'] as const;

export const channelEndpoints = {
  listChannels: endpoint({
    method: 'GET',
    path: '/channels',
    tag: 'channels',
    summary: 'Ways by which reminders leave the house, with what waits and failed; secrets are never shown',
    access: { roles: ['admin', 'office'], rows: 'all' },
    status: 200,
    reply: Type.Object({ items: Type.Array(Channel), nextCursor: Type.Null() }),
    problems: [],
  }),
  createChannel: endpoint({
    method: 'POST',
    path: '/channels',
    tag: 'channels',
    summary: 'A mail server, the robot of a WeCom or DingTalk group, or a webhook (Standard Webhooks signature)',
    access: admins,
    body: Closed({ kind: Words(channelKinds), name: Name(40), enabled: Type.Boolean(), ...settings }),
    status: 201,
    etag: true,
    reply: Channel,
    problems,
  }),
  updateChannel: endpoint({
    method: 'PATCH',
    path: '/channels/{id}',
    tag: 'channels',
    summary: 'Change a channel; address and secret stay as they are when they are not given',
    access: admins,
    params: ByIdParams,
    body: Closed({ name: Type.Optional(Name(40)), enabled: Type.Optional(Type.Boolean()), ...settings }),
    ifMatch: true,
    status: 200,
    etag: true,
    reply: Channel,
    problems: ['not_found', ...problems],
  }),
  deleteChannel: endpoint({
    method: 'DELETE',
    path: '/channels/{id}',
    tag: 'channels',
    summary: 'Take a channel away; what waits for it is not sent any more, what was sent stays on record',
    access: admins,
    params: ByIdParams,
    ifMatch: true,
    status: 204,
    problems: ['not_found'],
  }),
  testChannel: endpoint({
    method: 'POST',
    path: '/channels/{id}/test',
    tag: 'channels',
    summary: 'Send a message through the channel now and say what came of it',
    access: admins,
    params: ByIdParams,
    body: Closed({ to: Type.Optional(Type.String({ format: 'email', description: '收件地址，邮件渠道必填' })) }),
    status: 200,
    reply: Type.Object({ delivered: Type.Boolean(), fault: Nullable(Type.String({ description: '没有送达的原因' })) }),
    problems: ['not_found', 'channel_setting_needed'],
  }),
  retryMessage: endpoint({
    method: 'POST',
    path: '/messages/{id}/retry',
    tag: 'channels',
    summary:
      'Send a message again that could not be delivered, under the same id; one that reminds of nothing that is still owed is not sent and becomes unneeded',
    access: { roles: ['office'], rows: 'all' },
    params: ByIdParams,
    status: 200,
    reply: Type.Object({ state: Words(['waiting', 'unneeded']) }),
    problems: ['not_found', 'message_not_failed'],
  }),
} as const;
