import { createTransport } from 'nodemailer';
import type { Outgoing } from './send.ts';
import type { Settings } from './settings.ts';
import { Undelivered } from './undelivered.ts';

const SECONDS = 20;

/** One mail to the accounts of a unit, with the message's id in `Message-ID`. */
export async function sendMail(settings: Settings, { id, recipients, subject, body }: Outgoing): Promise<void> {
  const { host = '', port = 25, security, user, secret, from = '' } = settings;
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user ? { auth: { user, pass: secret ?? '' } } : {}),
    connectionTimeout: SECONDS * 1000,
    greetingTimeout: SECONDS * 1000,
    socketTimeout: SECONDS * 1000,
    // The text comes from us; nothing in it may make the mailer open a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const domain = /@([^<>\s]+)>?$/.exec(from)?.[1] ?? 'nuanxin';
    const sent = await transport.sendMail({
      from,
      to: recipients,
      subject,
      text: body,
      messageId: `<${id}@${domain}>`,
      headers: { 'x-nuanxin-message-id': id, 'auto-submitted': 'auto-generated' },
    });
    if (sent.rejected.length > 0)
      throw new Undelivered(`邮件服务器不收：${sent.rejected.map(String).join('、')}`, { final: true });
  } catch (error) {
    if (error instanceof Undelivered) throw error;
    throw undelivered(error as Error & { code?: string; responseCode?: number; response?: string });
  } finally {
    transport.close();
  }
}

function undelivered({ code, responseCode, response }: { code?: string; responseCode?: number; response?: string }) {
  const said = response ? `（${response.slice(0, 200)}）` : '';
  if (code === 'EAUTH') return new Undelivered(`邮件服务器不认用户名或密码${said}`, { final: true });
  if (code === 'EDNS' || code === 'ENOTFOUND') return new Undelivered('找不到邮件服务器');
  if (code === 'ETIMEDOUT') return new Undelivered(`邮件服务器 ${SECONDS} 秒内没有应答`);
  if (code === 'ESOCKET' || code === 'ECONNECTION')
    return new Undelivered('连不上邮件服务器，请核对地址、端口和加密方式');
  // 5xx is the server's last word on this mail, 4xx asks to come again.
  if (responseCode && responseCode >= 500) return new Undelivered(`邮件服务器不收${said}`, { final: true });
  return new Undelivered(`邮件没有发出${said || (code ? `（${code}）` : '')}`);
}
