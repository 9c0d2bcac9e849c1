// What strangers are answered: at every address there is, as the router itself tells, in every form, about one text.
import type { Collective } from "../../src/db/collective.ts";
import { writePlace } from "../../src/web/place.ts";
import type { TestNode } from "./node.ts";
import { parametersIn } from "./routes.ts";

/** The forms in which everything is asked for. */
export const accepts = ["text/html", "application/activity+json", "application/json", "*/*"];

/** What addresses can be made of, for one text. */
export interface Subject {
  id: string;
  slug: string;
  published: Date;
  tag: string;
  language: string;
}

/** The value of each kind of parameter. A route with another kind must say here what that is. */
function valuesOf(subject: Subject, collective: Collective): Record<string, string> {
  const [year, month] = subject.published.toISOString().split("-");
  return {
    id: subject.id,
    handle: collective.handle,
    slug: subject.slug,
    tag: subject.tag,
    language: subject.language,
    year: year!,
    month: month!,
    place: writePlace({ published: subject.published, id: subject.id }),
    page: "1",
    // Names of files and tokens of invitations are random and 128 bits long: nobody can ask for those of a draft.
    name: "0123456789abcdef0123456789abcdef.jpg",
    token: "0123456789abcdef0123456789abcdef",
    state: "draft",
    answer: subject.id,
    repost: subject.id,
    host: "elsewhere.example",
    colour: "b81d13.css",
  };
}

/** Some addresses are asked with a question. */
function questionsFor(path: string, subject: Subject, { url, site }: TestNode): string[] {
  const encoded = (text: string) => encodeURIComponent(text);
  const addresses = [
    ...["articles", "notes", "introductions"].map((kind) => `${url}/ap/${kind}/${subject.id}`),
    `${url}/harbour/${subject.slug}`,
  ];
  const questions: Record<string, string[]> = {
    "/search": ["?q=kittiwake", `?q=${encoded(subject.tag)}`, "?q=harbour"],
    "/.well-known/webfinger": [
      `?resource=acct:harbour@${site.config.host}`,
      ...addresses.map((address) => `?resource=${encoded(address)}`),
    ],
    "/authorize_interaction": addresses.map((address) => `?uri=${encoded(address)}`),
    "/words/:language": ["?back=/"],
  };
  return questions[path] ?? [""];
}

/** The addresses that some routes make for a text, and for the collective that it is of. */
export function addresses(
  routes: readonly string[],
  subject: Subject,
  collective: Collective,
  node: TestNode,
): string[] {
  return routes.flatMap((route) => [
    ...filled(route, subject, collective, node),
    ...(parametersIn(route).includes("id")
      ? filled(route, subject, collective, node, { id: collective.id })
      : []),
  ]);
}

/** The addresses that a route makes for a text. @param more values that stand in the place of the usual ones */
export function filled(
  route: string,
  subject: Subject,
  collective: Collective,
  node: TestNode,
  more: Record<string, string> = {},
): string[] {
  const values = { ...valuesOf(subject, collective), ...more };
  let path = route;
  for (const name of parametersIn(route)) {
    const value = values[name] ?? (route.startsWith("/desk/") ? subject.id : undefined);
    if (value === undefined) {
      throw new Error(
        `${route} has a parameter "${name}": say in test/support/strangers.ts what it is for a hidden text.`,
      );
    }
    path = path.replace(`:${name}`, encodeURIComponent(value));
  }
  return questionsFor(route, subject, node).map((question) => path + question);
}

/** Asks every address in every form; what is answered, by what was asked. */
export async function askAll(node: TestNode, paths: readonly string[]): Promise<Map<string, string>> {
  const questions = [...new Set(paths)].flatMap((path) => accepts.map((accept) => ({ path, accept })));
  const answers = new Map(questions.map(({ path, accept }) => [`${accept} ${path}`, ""]));
  const work = questions.values();
  const ask = async () => {
    for (const { path, accept } of work) {
      const response = await fetch(node.url + path, { headers: { accept }, redirect: "manual" });
      const headers = [...response.headers].filter(([name]) => !unspoken.has(name));
      const body = await response.text();
      answers.set(
        `${accept} ${path}`,
        `${response.status}\n${headers.join("\n").replace(/Expires=[^;]+/, "")}\n\n${body}`,
      );
    }
  };
  await Promise.all(Array.from({ length: 4 }, ask));
  return answers;
}

/** Say when and how long, and follow from the rest. */
const unspoken = new Set(["date", "etag", "content-length", "connection", "keep-alive"]);

/** What was answered, without what was asked: the parts of an address that name a text. */
export function masked(answer: string, ...subjects: Pick<Subject, "id" | "slug">[]): string {
  return subjects.reduce((text, { id, slug }) => text.replaceAll(id, "ID").replaceAll(slug, "SLUG"), answer);
}
