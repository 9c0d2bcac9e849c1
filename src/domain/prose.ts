// What can be made of the HTML of a text: its words alone, its first words, an attribute, and itself with whole addresses.

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** The words of some HTML of ours, in one line; pictures and markup are left out, and points of a list kept apart. */
export function plainText(html: string): string {
  return html
    .replace(/<\/li>\s*<li\b[^>]*>/g, " · ")
    .replace(/<figcaption[\s\S]*?<\/figcaption>/g, " ")
    .replace(/<\/?(?:a|abbr|b|cite|code|del|em|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]+));/g, (whole, decimal, hex, name) => {
      if (name !== undefined) return entities[name] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/\s+/g, " ")
    .trim();
}

/** The first words of some HTML of ours, without markup, in at most so many characters. */
export function firstWords(html: string, most: number): string {
  return shortened(plainText(html), most);
}

/** A text in at most so many characters, cut between words and closed with an ellipsis where it is longer. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most - 1);
  const end = text[most - 1] === " " ? cut.length : cut.lastIndexOf(" ");
  const kept = end > most / 2 ? cut.slice(0, end) : cut.replace(/[\ud800-\udbff]$/, "");
  return `${kept.replace(/[\s,;:.–—-]+$/, "")}…`;
}

/** Plain text as HTML: only what must be is escaped. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** What an attribute of a tag says, whoever wrote it; empty where it has none. */
export function attributeOf(tag: string, name: string): string {
  const [, double, single] = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, "i").exec(tag) ?? [];
  return (double ?? single ?? "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .trim();
}

/** Some HTML of ours with every address that starts at the root made whole, for use outside the site. */
export function withWholeAddresses(html: string, origin: string): string {
  return html
    .replace(/(<[^>]*?\s(?:href|src)=")\/(?!\/)/g, `$1${origin}/`)
    .replace(/(\ssrcset=")([^"]*)"/g, (_, start: string, list: string) => {
      const whole = list.split(/,\s+/).map((one) => one.replace(/^\s*\/(?!\/)/, `${origin}/`));
      return `${start}${whole.join(", ")}"`;
    });
}
