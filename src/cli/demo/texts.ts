// What the collectives of the demo say: invented places and events, written for this program, in four languages.
import type { ReportKind } from "../../domain/report.ts";
import type { SceneName } from "./scenes.ts";

export interface DemoCollective {
  handle: string;
  name: string;
  summary: string;
  languages: string[];
  icon: DemoPicture;
  /** Oldest first. */
  texts: DemoText[];
}

export interface DemoText {
  kind: ReportKind;
  title: string;
  language: string;
  summary?: string;
  tags: string[];
  links?: { href: string; name: string }[];
  /** Paragraphs of Markdown. */
  body: string[];
  pictures?: DemoPicture[];
  /** How long ago it was published. */
  daysAgo: number;
  /** The title of the text in another language that this one translates. */
  translates?: string;
}

export interface DemoPicture {
  scene: SceneName;
  alt: string;
}

export const calais: DemoCollective = {
  handle: "calais",
  name: "Quayside Notebook, Calais",
  summary:
    "We write down what happens between the harbour and the dunes, together with the people who live there. Chaque texte est relu par plusieurs d’entre nous.",
  languages: ["en", "fr", "ar"],
  icon: { scene: "lighthouse", alt: "A white and red lighthouse at dusk, its beam over the sea." },
  texts: [
    {
      kind: "page",
      title: "Who writes here",
      language: "en",
      tags: ["about us"],
      daysAgo: 41,
      body: [
        "The Quayside Notebook is written by a changing group of people: some live in tents near the harbour, some in flats in town, some come for a season and stay for years.",
        "We publish under one name. No text here is signed by a person, and nobody who tells us something is named unless they ask for it.",
        "## How a text comes about",
        "Somebody sees or lives through something. At least two others who were there read it before it goes out. If we got a thing wrong, we correct it in the same place and say so.",
      ],
    },
    {
      kind: "report",
      title: "Trois jours de pluie, quarante tentes",
      language: "fr",
      summary: "Le terrain derrière l’ancienne criée est sous l’eau ; les couvertures sèches manquent.",
      tags: ["hébergement", "liberté de circulation"],
      daysAgo: 12,
      pictures: [
        {
          scene: "tents",
          alt: "Cinq tentes de couleur en rang sous une forte pluie, devant elles de grandes flaques.",
        },
      ],
      body: [
        "Il pleut depuis mardi soir. Derrière l’ancienne criée, l’eau monte jusqu’aux chevilles, et une quarantaine de tentes ont été déplacées à la main vers le talus, l’une après l’autre, par celles et ceux qui y dorment.",
        "Jeudi, une lycéenne du quartier est venue avec ses voisins et trois brouettes de palettes. À midi, la moitié du chemin était de nouveau praticable.",
        "> On ne demande pas un miracle, seulement un sol sec.",
        "Il manque des couvertures, des bâches et du fil solide. Le local de la rue du Phare les reçoit chaque jour de 10 h à 18 h.",
      ],
    },
    {
      kind: "report",
      title: "Three days of rain, forty tents",
      language: "en",
      summary: "The ground behind the old fish market is under water; dry blankets are needed.",
      tags: ["shelter", "freedom of movement"],
      daysAgo: 12,
      translates: "Trois jours de pluie, quarante tentes",
      body: [
        "It has been raining since Tuesday night. Behind the old fish market the water stands ankle-deep, and some forty tents were carried up the bank by hand, one after the other, by the people who sleep in them.",
        "On Thursday a pupil from the neighbourhood came with her neighbours and three wheelbarrows of pallets. By noon half of the path could be walked again.",
        "> We are not asking for a miracle, only for dry ground.",
        "Blankets, tarpaulins and strong twine are needed. The shop in rue du Phare takes them every day from ten to six.",
      ],
    },
    {
      kind: "report",
      title: "عادت المياه إلى الرصيف القديم",
      language: "ar",
      tags: ["ماء", "حرية التنقل"],
      daysAgo: 5,
      pictures: [
        {
          scene: "water",
          alt: "صنبور على عمود خشبي يملأ عبوة زرقاء، وإلى جانبها أربع عبوات تنتظر دورها.",
        },
      ],
      body: [
        "بعد تسعة أيام بلا ماء عاد الصنبور الموجود عند الرصيف القديم إلى العمل صباح اليوم. كان الناس قد كتبوا رسالة مشتركة إلى البلدية بأربع لغات، ووقّعها الجيران أيضًا.",
        "حتى الظهر امتلأت أكثر من مئتي عبوة. يتناوب السكان على ترتيب الدور كي تصل المياه أولًا إلى العائلات والمرضى.",
        "نشكر كل من حمل الماء على الدراجات طوال هذه الأيام.",
      ],
    },
    {
      kind: "call-out",
      title: "Drivers wanted for Saturday’s kitchen run",
      language: "en",
      tags: ["call out", "kitchen"],
      daysAgo: 2,
      links: [{ href: "https://example.org/kitchen-rota", name: "The rota" }],
      pictures: [
        {
          scene: "kitchen",
          alt: "A large pot of red soup steaming on a table, with loaves of bread and blue bowls beside it.",
        },
      ],
      body: [
        "The Saturday kitchen cooks for three hundred people and has lost its second van. We are looking for two drivers with a car that holds four large pots.",
        "**When:** Saturday, nine in the morning until about three in the afternoon. **Where:** the yard in rue du Phare.",
        "You need no French. There is always somebody in the passenger seat who knows the way.",
      ],
    },
  ],
};

/** The text that crosses the border while one watches. */
export const crossing: DemoText = {
  kind: "report",
  title: "Night on the quay: the ferry that waited",
  language: "en",
  summary: "For two hours last night the harbour stood still, and people sang.",
  tags: ["freedom of movement", "Calais", "harbour"],
  daysAgo: 0,
  pictures: [
    {
      scene: "harbour",
      alt: "A white ferry before the setting sun in a harbour, two dark cranes behind it, long waves in front.",
    },
    {
      scene: "van",
      alt: "A white van on an empty road at night, its headlights reaching ahead, stars above.",
    },
  ],
  body: [
    "Shortly after eight last night about a hundred people walked from the dunes to the gate of the ferry terminal and sat down. They had brought drums, a kettle and a banner with one word on it in six languages: *passage*.",
    "The crew of the evening ferry could see them from the deck. Several passengers came down to the fence to listen, and a few of them joined in.",
    "## What was said",
    "One speaker told of the eleven months since he left home. Another read out the names of those who did not arrive. Then there was a minute without any sound but the water.",
    "At ten the group got up and walked back together. Nobody was arrested. The ferry left two hours late, and its horn sounded three times.",
  ],
};

/** The sentence that is put right in it a moment later. */
export const correction = "*Corrected: the ferry left one and a half hours late, not two.*";

export const london: DemoCollective = {
  handle: "london",
  name: "Night Bus Bulletin, London",
  summary:
    "News from the other end of the crossing: arrivals, hearings, kitchens, and who needs a hand this week.",
  languages: ["en", "fa"],
  icon: { scene: "bridge", alt: "A bridge with two towers over a river at night, the moon above." },
  texts: [
    {
      kind: "page",
      title: "What this is",
      language: "en",
      tags: ["about us"],
      daysAgo: 30,
      body: [
        "The Night Bus Bulletin began as a sheet of paper on the back seat of a bus. It is still short, still free, and still written by those who were there.",
        "We follow friends in other towns and pass on what they write. What they said stays theirs: you always see where it came from.",
      ],
    },
    {
      kind: "report",
      title: "کلاس زبان سه‌شنبه‌ها دوباره باز شد",
      language: "fa",
      tags: ["زبان", "آموزش"],
      daysAgo: 8,
      body: [
        "کلاس رایگان انگلیسی از این هفته دوباره سه‌شنبه‌ها ساعت شش عصر در کتابخانهٔ محله برگزار می‌شود. ثبت‌نام لازم نیست و هر کس در هر سطحی خوش آمده است.",
        "برای بچه‌ها گوشه‌ای با کتاب و مداد رنگی آماده کرده‌ایم. چای هم هست.",
      ],
    },
    {
      kind: "report",
      title: "Nineteen boxes on the night bus",
      language: "en",
      summary: "Blankets, a sewing machine and four hundred letters went to the coast this week.",
      tags: ["shelter", "freedom of movement"],
      daysAgo: 3,
      body: [
        "Nineteen boxes left for the coast on Friday: blankets, tarpaulins, a sewing machine that two of us had repaired, and four hundred letters that pupils of three schools wrote to people whom they have never met.",
        "The answer came back the same night: *All here. The sewing machine already runs.*",
      ],
    },
  ],
};
