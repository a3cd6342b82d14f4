/** `crypto.randomUUID` exists only on secure pages; shops on plain http get the same from random bytes. */
export function randomId(): string {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
