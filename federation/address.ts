// Addresses as strangers write them: only one spelling of each is taken, so that equal means the same.

/** Longest address; longer ones are nobody's. */
const maxLength = 2048;

/**
 * The web address that a value is, or undefined: where it is no text, is spelled in another way than it would be
 * written down (capitals, default port, dots at the end), or carries a name or password.
 */
export function toAddress(value: unknown): URL | undefined {
  if (typeof value !== "string" || value.length > maxLength || !URL.canParse(value)) return undefined;
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (url.username || url.password || url.hostname.endsWith(".")) return undefined;
  return url.href === value || url.href === `${value}/` ? url : undefined;
}

/** The address that a value has: itself, or the `id` of an object. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return "id" in value && typeof value.id === "string" ? value.id : undefined;
}
