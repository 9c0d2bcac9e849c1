// The colour of a collective: read, and made legible on the paper and in the dark whatever was chosen.

/** The papers of the site, by day and by night, and its ink. */
const papers = { day: "#f5f4ef", night: "#101417" };
/** Least contrast of text. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const enough = 4.6;

/** A colour as it is stored, `#b81d13`, or undefined when it is none. */
export function readColour(typed: string): string | undefined {
  const [, digits] = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/i.exec(typed.trim()) ?? [];
  if (digits === undefined) return undefined;
  const long = digits.length === 3 ? digits.replace(/./g, "$&$&") : digits;
  return `#${long.toLowerCase()}`;
}

/** Where the stylesheet of a colour is. */
export function accentPath(colour: string): string {
  return `/assets/accent/${colour.slice(1)}.css`;
}

/** The stylesheet that makes a colour the accent of a page, no lighter or darker than can be read. */
export function accentStyles(colour: string): string {
  const rule = (paper: string) => {
    const accent = legibleOn(colour, paper);
    return `:root{--accent:${accent};--on-accent:${contrast(accent, "#ffffff") >= enough ? "#fff" : "#101417"}}`;
  };
  return `${rule(papers.day)}\n@media (prefers-color-scheme:dark){${rule(papers.night)}}\n`;
}

/** The colour itself, or the nearest mixture with black or white that can be read on a paper. */
export function legibleOn(colour: string, paper: string): string {
  const towards = luminance(paper) > 0.5 ? "#000000" : "#ffffff";
  for (let part = 0; part <= 100; part += 2) {
    const mixed = mix(colour, towards, part / 100);
    if (contrast(mixed, paper) >= enough) return mixed;
  }
  return towards;
}

/** From 1 to 21. https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = channels(colour).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(one: string, other: string, part: number): string {
  const others = channels(other);
  const mixed = channels(one).map((channel, at) => Math.round(channel + (others[at]! - channel) * part));
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
