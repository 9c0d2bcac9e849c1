// The checks of what is said about texts, and of who says it.
import type { Mutation } from "../mutation.ts";

const answers = "test/hostile/answers.test.ts";
const threads = "test/hostile/threads.test.ts";

export const mutations: Mutation[] = [
  {
    attack: 7,
    check: "an embedded post is the sender's own",
    patches: [
      {
        file: "federation/inbox/heard.ts",
        find: "if (embedded?.attributedTo === actor) return",
        replace: "if (embedded !== undefined) return",
      },
    ],
    test: answers,
  },
  {
    attack: 7,
    check: "a post and its one author are on the same server",
    patches: [
      {
        file: "federation/incoming.ts",
        find: "if (attributedTo?.origin !== uri.origin) return undefined;",
        replace: "if (attributedTo === undefined) return undefined;",
      },
    ],
    test: answers,
  },
  {
    attack: 8,
    check: "an embedded post is the sender's own, on a shared host too",
    patches: [
      {
        file: "federation/inbox/heard.ts",
        find: "if (embedded?.attributedTo === actor) return",
        replace: "if (embedded && new URL(embedded.attributedTo).origin === new URL(actor).origin) return",
      },
    ],
    test: answers,
  },
  {
    attack: 8,
    check: "where two claim an address, it is asked itself",
    patches: [
      {
        file: "federation/inbox/respond.ts",
        find: 'if (hearing === "contested") {',
        replace: "if (accepted.getTime() < 0) {",
      },
    ],
    test: answers,
  },
  {
    attack: 9,
    check: "a post inside an Announce is read at its own address",
    patches: [
      {
        file: "federation/inbox/passed_on.ts",
        find: "const heard = await fetchHeard(inbound, address);",
        replace: "const heard = claimed && { post: claimed, isFromOrigin: true };",
      },
    ],
    test: answers,
  },
  {
    attack: 10,
    check: "a revision is newer than what is known",
    patches: [
      {
        file: "src/newsroom/respond_again.ts",
        find: "words.updated === null || words.updated <= (known.updated ?? known.published)",
        replace: "words.html === known.html",
      },
    ],
    test: answers,
  },
  {
    attack: 10,
    check: "nothing was written later than it came",
    patches: [
      {
        file: "src/domain/moment.ts",
        find: "moment !== null && moment > heard ? heard : moment",
        replace: "moment",
      },
    ],
    test: answers,
  },
  {
    attack: 11,
    check: "an actor is read at its own address",
    patches: [
      {
        file: "federation/inbox/update.ts",
        find: "await refreshActor(data.site, actor);",
        replace:
          'await data.site.db.updateTable("remote_actor").set(data.activity.object as never).where("id", "=", actor).execute().catch(() => data.site.db.updateTable("remote_actor").set({ name: "Collector" }).execute());',
      },
    ],
    test: answers,
  },
  {
    attack: 12,
    check: "somebody else deletes only what is not there any more",
    patches: [
      {
        file: "federation/inbox/delete.ts",
        find: "if (await isNotThere(data, object)) await",
        replace: "await",
      },
    ],
    test: answers,
  },
  {
    attack: 13,
    check: "only an account itself says that it is gone",
    patches: [
      {
        file: "federation/inbox/delete.ts",
        find: "if (object === actor) return actorGone(site, actor);",
        replace: "await actorGone(site, object);",
      },
    ],
    test: answers,
  },
  {
    attack: 14,
    check: "a like or boost is taken back by whoever gave it",
    patches: [
      {
        file: "src/newsroom/react.ts",
        find: '    .where("actor", "=", actor)\n    .where("kind", "in", ["like", "boost"])\n    .where("received"',
        replace: '    .where("kind", "in", ["like", "boost"])\n    .where("received"',
      },
    ],
    test: answers,
  },
  {
    attack: 16,
    check: "who follows many things follows none",
    patches: [
      {
        file: "federation/incoming.ts",
        find: "Array.isArray(value) && value.length === 1 ? value[0] : value;\n  const spelled = idOf(only);\n  return toAddress",
        replace:
          "Array.isArray(value) ? value[0] : value;\n  const spelled = idOf(only);\n  return toAddress",
      },
    ],
    test: "test/hostile/inbox.test.ts",
  },
  {
    attack: 17,
    check: "an account says which others it was",
    patches: [
      {
        file: "federation/moved.ts",
        find: "if (stranger.facts.id !== target || !names.slice(0, mostNames).includes(actor)) {",
        replace: "if (stranger.facts.id !== target) {",
      },
    ],
    test: answers,
  },
  {
    attack: 17,
    check: "an account that has moved stays a while",
    patches: [
      {
        file: "src/newsroom/move.ts",
        find: '.where((is) => is.or([is("moved", "is", null), is("moved", "<", new Date(moved.getTime() - rest))]))',
        replace: "",
      },
    ],
    test: answers,
  },
  {
    attack: 17,
    check: "an account that others move to has not moved on itself",
    patches: [
      {
        file: "federation/moved.ts",
        find: "if (document.movedTo !== undefined && document.movedTo !== null) {",
        replace: "if (document.movedTo === '') {",
      },
    ],
    test: answers,
  },
  {
    attack: 17,
    check: "an account makes the node look at only so many others",
    patches: [
      {
        file: "federation/inbox/move.ts",
        find: "if (!postsOf(site).mayAsk(actor)) return;",
        replace: "if (postsOf(site) === undefined) return;",
      },
    ],
    test: answers,
  },
  {
    attack: 28,
    check: "a document is of the type of ActivityPub, whoever it would speak for",
    patches: [
      {
        file: "federation/answer.ts",
        find: 'if (!isAcceptable(headers["content-type"], accept)) {',
        replace: "if (accept === '') {",
      },
    ],
    test: answers,
  },
  {
    attack: 18,
    check: "an actor writes only so much about a text",
    patches: [
      {
        file: "src/newsroom/take_in.ts",
        find: "found.isTakenBack || found.isTooMuch",
        replace: "found.isTakenBack",
      },
    ],
    test: answers,
  },
  {
    attack: 27,
    check: "everybody is spelled in one way",
    patches: [
      {
        file: "federation/incoming.ts",
        find: '"as:Public", "Public"]',
        replace: '"as:public"]',
      },
    ],
    test: answers,
  },
  {
    attack: 40,
    check: "what somebody says of themselves is cut, and can be stored",
    patches: [
      {
        file: "federation/stranger.ts",
        find: 'said.slice(0, longestSummary).replaceAll("\\u0000", "").toWellFormed() || null',
        replace: "said || null",
      },
    ],
    test: answers,
  },
  {
    attack: 40,
    check: "what somebody says of themselves is shown without its markup",
    patches: [
      {
        file: "src/newsroom/acquaint.ts",
        find: "firstWords(cleanHtml(summary, 6 * length).html, length) || undefined",
        replace: "summary.slice(0, length) || undefined",
      },
    ],
    test: answers,
  },
  {
    attack: 40,
    check: "a title is one line of plain text",
    patches: [
      {
        file: "federation/incoming.ts",
        find: "const clean = cleanLine(cleanText(value.slice(0, 10 * atMost)))",
        replace: "const clean = value",
      },
    ],
    test: answers,
  },
  {
    attack: 52,
    check: "only what is public can be boosted or answered",
    patches: [
      {
        file: "src/newsroom/subject.ts",
        find: "from public_report r where r.id = asked.text",
        replace: "from report r where r.id = asked.text",
      },
    ],
    test: answers,
  },
  {
    attack: 19,
    check: "the quotation is by whoever asks",
    patches: [
      {
        file: "federation/inbox/quote_request.ts",
        find: "heard?.post.attributedTo !== actor || heard.post.quote !== object",
        replace: "heard?.post.quote !== object",
      },
      { file: "src/newsroom/quote.ts", find: '      .where("q.actor", "=", actor)\n', replace: "" },
    ],
    test: threads,
  },
  {
    attack: 19,
    check: "the quotation quotes what is asked about",
    patches: [
      {
        file: "federation/inbox/quote_request.ts",
        find: " || heard.post.quote !== object",
        replace: "",
      },
      { file: "src/newsroom/quote.ts", find: '      .where("q.object", "=", object)\n', replace: "" },
    ],
    test: threads,
  },
  {
    attack: 36,
    check: "there are only so many steps up to a text",
    patches: [
      {
        file: "federation/thread_worker.ts",
        find: "if (seen.has(at) || seen.size >= mostSteps) return;",
        replace: "if (seen.has(at)) return;",
      },
    ],
    test: threads,
  },
  {
    attack: 36,
    check: "nothing is put below itself",
    patches: [
      {
        file: "src/newsroom/threads.ts",
        find: "if (parent !== undefined && below.some(({ id }) => id === parent.id)) return false;",
        replace: "",
      },
    ],
    test: threads,
  },
  {
    attack: 37,
    check: "what a collection names is read at its own address",
    patches: [
      {
        file: "src/newsroom/respond.ts",
        find: 'if (thread === undefined) return "not ours";',
        replace:
          'if (thread === undefined) return respond(site, { ...post, inReplyTo: (await site.db.selectFrom("response").select("uri").executeTakeFirst())!.uri }, accepted, { isFromOrigin, sealed });',
      },
    ],
    test: threads,
  },
  {
    attack: 41,
    check: "addresses of pages are https or http",
    patches: [
      {
        file: "federation/incoming.ts",
        find: '(protocol === "https:" || protocol === "http:") && !username && !password ? whole : null',
        replace: "protocol && (username || password) ? null : whole",
      },
    ],
    test: answers,
  },
  {
    attack: 54,
    check: "a complaint is about so many things and no more",
    patches: [
      {
        file: "federation/inbox/flag.ts",
        find: "listed.slice(0, mostObjects)",
        replace: "listed",
      },
      {
        file: "src/newsroom/complain.ts",
        find: "const objects = [...new Set(heard.objects)].slice(0, mostObjects);",
        replace: "const objects = heard.objects;",
      },
    ],
    test: threads,
  },
  {
    attack: 54,
    check: "an actor has only so many complaints waiting",
    patches: [
      {
        file: "src/newsroom/complain.ts",
        find: "if (rows[0]!.full) return;",
        replace: "if (rows[1]) return;",
      },
    ],
    test: threads,
  },
];
