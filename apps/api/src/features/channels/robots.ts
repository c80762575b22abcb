import { createHmac } from 'node:crypto';
import { inParts } from '@nuanxin/domain';
import { post } from './outgoing.ts';
import type { Outgoing } from './send.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

/** Most bytes of a text that the robots take, from their makers' manuals; a longer one goes in parts, one after the other. */
const ROBOT_BYTES = { wecom: 2048, dingtalk: 20_000 } as const;

/** Codes by which a robot says that it will never take the message: wrong key, wrong signature, banned content. */
const FINAL = { wecom: [93000, 93004, 93008, 40008, 40058], dingtalk: [300001, 310000, 400101, 400102, 40035, 43004] };

/** A text to the group that the robot belongs to. Robots know no message id: it goes along in a header. */
export async function sendToRobot(
  kind: 'wecom' | 'dingtalk',
  { url = '', secret }: Settings,
  { id, body }: Outgoing,
  allowInside: boolean,
): Promise<void> {
  for (const part of inParts(body, ROBOT_BYTES[kind]))
    await sendText(kind, { url, secret }, { id, text: part }, allowInside);
}

async function sendText(
  kind: 'wecom' | 'dingtalk',
  { url, secret }: { url: string; secret: string | undefined },
  { id, text: content }: { id: string; text: string },
  allowInside: boolean,
): Promise<void> {
  const target = kind === 'dingtalk' && secret ? signed(url, secret) : url;
  const payload = JSON.stringify({ msgtype: 'text', text: { content } });
  const { status, text } = await post(target, payload, { 'x-nuanxin-message-id': id }, allowInside);
  const { errcode, errmsg } = answerOf(text);
  if (status === 200 && errcode === 0) return;
  if (status !== 200)
    throw new Undelivered(`机器人应答 ${status}`, { final: status >= 400 && status < 500 && status !== 429 });
  if (errcode === undefined) throw new Undelivered('机器人的应答无法识别，请核对地址', { final: true });
  throw new Undelivered(`机器人不收：${errmsg ?? ''}（${errcode}）`, { final: FINAL[kind].includes(errcode) });
}

/** DingTalk's 加签: the time in milliseconds, signed together with the secret. Its clock is the real one, whatever ours. */
function signed(url: string, secret: string): string {
  const timestamp = String(Date.now());
  const target = new URL(url);
  target.searchParams.set('timestamp', timestamp);
  target.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return target.href;
}

function answerOf(text: string): { errcode?: number; errmsg?: string } {
  try {
    const answer = JSON.parse(text) as { errcode?: unknown; errmsg?: unknown };
    return {
      ...(typeof answer.errcode === 'number' ? { errcode: answer.errcode } : {}),
      ...(typeof answer.errmsg === 'string' ? { errmsg: answer.errmsg.slice(0, 200) } : {}),
    };
  } catch {
    return {};
  }
}
