// The pictures of the demo, drawn at run time from a few shapes: no photographs, no people, nothing to license.
import sharp from "sharp";

const [width, height] = [1600, 1000];

/** Draws a scene as a JPEG of 1600 by 1000 pixels. */
export async function drawScene(name: SceneName): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">${scenes[name]()}</svg>`;
  return await sharp(Buffer.from(svg)).flatten({ background: "#fff" }).jpeg({ quality: 88 }).toBuffer();
}

export type SceneName = keyof typeof scenes;

const scenes = {
  /** Evening over a harbour: cranes, a ferry, long waves. */
  harbour: () =>
    sky("#f6b26b", "#2f3e63") +
    circle(1130, 560, 120, "#ffe3b0") +
    crane(220, 620, "#27304d") +
    crane(470, 620, "#27304d") +
    rect(0, 620, width, 380, "#34507a") +
    shape("980,640 1500,640 1440,710 1040,710", "#f3efe6") +
    rect(1090, 580, 300, 60, "#f3efe6") +
    repeat(6, (i) => rect(1110 + i * 44, 598, 24, 20, "#5d7396")) +
    rect(1330, 530, 44, 52, "#c8553d") +
    repeat(6, (i) => wave(700 + i * 52, i * 90, "#5f83b0", 0.55)),

  /** A row of tents under rain, their colours in the puddles. */
  tents: () =>
    sky("#b9c4c9", "#7d8d95") +
    shape("0,640 420,520 900,600 1300,500 1600,580 1600,1000 0,1000", "#6f7f62") +
    rect(0, 700, width, 300, "#7b6a55") +
    repeat(5, (i) => tent(60 + i * 310, 760, ["#d96c3f", "#3f7fa6", "#e0b341", "#55845a", "#a24f6a"][i]!)) +
    repeat(4, (i) => ellipse(230 + i * 390, 900, 150, 24, "#9fb0b8", 0.7)) +
    repeat(90, (i) => {
      const [x, y] = [(i * 137) % width, (i * 251) % 900];
      return `<path d="M${x} ${y}l-14 46" stroke="#e6eef2" stroke-width="3" opacity=".55"/>`;
    }),

  /** A tap on a post, and canisters waiting in a row. */
  water: () =>
    sky("#dcefe9", "#9fd0d6") +
    rect(0, 720, width, 280, "#c9b18a") +
    rect(300, 300, 46, 430, "#7a5a3a") +
    rect(346, 360, 150, 34, "#8a9aa5") +
    rect(462, 394, 34, 60, "#8a9aa5") +
    rect(400, 322, 70, 18, "#c8553d") +
    rect(427, 336, 16, 30, "#8a9aa5") +
    rect(470, 454, 18, 236, "#6fb7e0", 0.85) +
    repeat(5, (i) =>
      canister(420 + i * 220, 640, ["#3d78b5", "#efe8d6", "#3d78b5", "#58935f", "#efe8d6"][i]!),
    ) +
    ellipse(480, 850, 260, 30, "#8fc7de", 0.6),

  /** A pot on the fire, bread and bowls on a long table. */
  kitchen: () =>
    sky("#fbe6c8", "#f2c48d") +
    rect(0, 690, width, 70, "#8d5a3b") +
    rect(0, 760, width, 240, "#a56d48") +
    rect(560, 440, 480, 250, "#5c6670") +
    ellipse(800, 440, 240, 46, "#707b86") +
    ellipse(800, 440, 204, 34, "#c8553d") +
    rect(500, 500, 70, 30, "#454d55") +
    rect(1030, 500, 70, 30, "#454d55") +
    repeat(3, (i) => steam(690 + i * 110)) +
    repeat(3, (i) => ellipse(180 + i * 130, 660 - (i % 2) * 14, 92, 46, i % 2 ? "#c78a4a" : "#d89c5b")) +
    repeat(3, (i) => bowl(1200 + i * 130, 650)),

  /** A van on the road at night, its lights ahead of it. */
  van: () =>
    sky("#1c2541", "#0b132b") +
    repeat(46, (i) => circle((i * 353) % width, (i * 197) % 520, 1.5 + (i % 3), "#f7f3e3")) +
    shape("0,640 300,560 760,620 1200,540 1600,610 1600,760 0,760", "#e8e4d8") +
    rect(0, 740, width, 260, "#2b2f3a") +
    repeat(7, (i) => rect(40 + i * 240, 862, 130, 12, "#e9d98a")) +
    shape("860,760 1600,680 1600,900 860,800", "#ffe9a8", 0.35) +
    rect(420, 600, 380, 190, "#e5e9ee") +
    shape("800,650 850,700 870,790 800,790", "#e5e9ee") +
    rect(690, 630, 90, 66, "#7fa6c9") +
    circle(510, 796, 44, "#11151f") +
    circle(750, 796, 44, "#11151f") +
    circle(510, 796, 18, "#8892a0") +
    circle(750, 796, 18, "#8892a0") +
    circle(862, 760, 12, "#fff6d0"),

  /** A lighthouse, the sign of Calais. */
  lighthouse: () =>
    sky("#ffd9a0", "#e58f6b") +
    rect(0, 760, width, 240, "#2d5f7c") +
    shape("700,760 740,300 860,300 900,760", "#f7f1e5") +
    shape("722,560 731,430 869,430 878,560", "#b23a48") +
    rect(730, 250, 140, 54, "#33415c") +
    shape("720,250 800,170 880,250", "#b23a48") +
    shape("870,262 1600,120 1600,420 870,292", "#fff3c4", 0.5) +
    repeat(3, (i) => wave(820 + i * 56, i * 120, "#6fa3bd", 0.6)),

  /** A bridge over a river at night, the sign of London. */
  bridge: () =>
    sky("#3d4f7a", "#151c36") +
    circle(1280, 200, 70, "#f3ead0") +
    rect(0, 700, width, 300, "#22305a") +
    rect(0, 610, width, 40, "#8c98b5") +
    [480, 1060]
      .map(
        (x) =>
          rect(x, 330, 80, 420, "#a8b2cb") + shape(`${x - 10},330 ${x + 40},230 ${x + 90},330`, "#7f8bab"),
      )
      .join("") +
    `<path d="M0 400Q240 600 480 360M560 360Q810 640 1060 360M1140 360Q1370 600 1600 400" fill="none" stroke="#c7cfe2" stroke-width="10"/>` +
    repeat(5, (i) => wave(770 + i * 50, i * 80, "#4a5c93", 0.7)),
};

function sky(top: string, bottom: string): string {
  return `<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs><rect width="${width}" height="${height}" fill="url(#sky)"/>`;
}

function rect(x: number, y: number, w: number, h: number, fill: string, opacity = 1): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="${fill}" opacity="${opacity}"/>`;
}

function circle(x: number, y: number, r: number, fill: string): string {
  return `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
}

function ellipse(x: number, y: number, rx: number, ry: number, fill: string, opacity = 1): string {
  return `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" opacity="${opacity}"/>`;
}

function shape(points: string, fill: string, opacity = 1): string {
  return `<polygon points="${points}" fill="${fill}" opacity="${opacity}"/>`;
}

function wave(y: number, shift: number, stroke: string, opacity: number): string {
  const humps = "q40 -22 80 0t80 0".repeat(13);
  return `<path d="M${-shift} ${y}${humps}" fill="none" stroke="${stroke}" stroke-width="7" opacity="${opacity}"/>`;
}

function crane(x: number, y: number, fill: string): string {
  return (
    rect(x, y - 330, 24, 330, fill) +
    rect(x - 40, y - 340, 330, 20, fill) +
    shape(`${x},${y - 330} ${x + 12},${y - 430} ${x + 24},${y - 330}`, fill) +
    `<path d="M${x + 12} ${y - 425}L${x + 280} ${y - 335}M${x + 230} ${y - 330}v150" stroke="${fill}" stroke-width="6"/>` +
    rect(x + 205, y - 180, 50, 36, "#c8553d")
  );
}

function tent(x: number, y: number, fill: string): string {
  return (
    shape(`${x},${y + 110} ${x + 130},${y - 60} ${x + 260},${y + 110}`, fill) +
    shape(`${x + 95},${y + 110} ${x + 130},${y - 10} ${x + 165},${y + 110}`, "#2f2a28", 0.75)
  );
}

function canister(x: number, y: number, fill: string): string {
  return (
    rect(x, y, 150, 190, fill) +
    rect(x + 18, y - 34, 40, 40, fill) +
    `<path d="M${x + 76} ${y + 4}v-34h58v34" fill="none" stroke="${fill}" stroke-width="18"/>`
  );
}

function steam(x: number): string {
  return `<path d="M${x} 390q-40 -60 0 -120t0 -130" fill="none" stroke="#fff8ec" stroke-width="18" stroke-linecap="round" opacity=".8"/>`;
}

function bowl(x: number, y: number): string {
  return `<path d="M${x - 55} ${y - 20}h110q0 60 -55 60t-55 -60z" fill="#3f7fa6"/>${ellipse(x, y - 20, 55, 12, "#e9d3a4")}`;
}

function repeat(times: number, draw: (index: number) => string): string {
  return Array.from({ length: times }, (_, index) => draw(index)).join("");
}
