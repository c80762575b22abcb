import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { problemAt } from '../../problem.ts';

const derive = promisify(argon2);
/** OWASP's second recommendation for Argon2id: 19 MiB, two passes. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

/** `argon2id$memory$passes$salt$hash`, base64url parts. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { ...cost, message: password, nonce });
  return ['argon2id', cost.memory, cost.passes, nonce.toString('base64url'), tag.toString('base64url')].join('$');
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, salt, hash] = stored.split('$');
  if (!salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64url');
  const tag = await derive('argon2id', {
    ...cost,
    memory: Number(memory),
    passes: Number(passes),
    message: password,
    nonce: Buffer.from(salt, 'base64url'),
  });
  return timingSafeEqual(tag, expected);
}

/** Takes as long as a real check, so that an unknown user name cannot be told from a wrong password. */
export async function verifyNothing(password: string): Promise<false> {
  await derive('argon2id', { ...cost, message: password, nonce: Buffer.alloc(16) });
  return false;
}

/**
 * GB/T 22239 level 2 asks for complexity: at least 10 characters of three classes, without the user name.
 * @returns what is missing, in Chinese; null when the password will do
 */
export function passwordWeakness(password: string, username: string): string | null {
  if (password.length < 10) return '密码至少 10 个字符';
  if (password.toLowerCase().includes(username.toLowerCase())) return '密码不能包含用户名';
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((each) => each.test(password)).length;
  return classes < 3 ? '密码须包含大写字母、小写字母、数字、符号中的三类' : null;
}

/** @throws ProblemError password_weak, at the field */
export function checkPassword(password: string, username: string, pointer: string): void {
  const reason = passwordWeakness(password, username);
  if (reason) throw problemAt(pointer, 'password_weak', { reason });
}

/** Without characters that look alike in print. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** A first password that satisfies the rule and can be read out over the telephone. */
export function generatePassword(): string {
  for (;;) {
    const letters = Array.from({ length: 16 }, () => alphabet[randomInt(alphabet.length)]).join('');
    const password = letters.match(/.{4}/g)?.join('-') ?? letters;
    if (passwordWeakness(password, '\0') === null) return password;
  }
}
