/** Without characters that look alike. */
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

/** A first password to hand over; the service checks that it is strong enough. */
export function firstPassword(): string {
  const letters = Array.from(
    crypto.getRandomValues(new Uint32Array(12)),
    (n) => alphabet[n % alphabet.length] ?? 'x',
  ).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}-Aa2`;
}
