// A scene in which a text is out and answers are welcome: what hostile and friendly peers say about it, and what is kept.
import { ap } from "../../src/domain/paths.ts";
import type { ReplyPolicy } from "../../src/domain/report.ts";
import { editCollective } from "../../src/newsroom/collective.ts";
import { publishReport } from "../../src/newsroom/publish.ts";
import type { Clock } from "../../src/site.ts";
import { responses } from "./posts.ts";
import { type Scene, setScene } from "./scene.ts";

export interface ThreadScene extends Scene {
  /** The UUID of the text, its address, and the path of its page. */
  report: string;
  text: string;
  path: string;
  /** What is kept, oldest first. */
  kept(): ReturnType<typeof responses>;
  /** Sends an activity and waits until it has been worked on. */
  say(by: Parameters<Scene["peer"]["post"]>[0], activity: object): Promise<number>;
  echo(): Promise<{ replies: number; likes: number; boosts: number; quotes: number }>;
}

const silence = { replies: 0, likes: 0, boosts: 0, quotes: 0 };

export async function openThread(
  options: { worker?: boolean; clock?: Clock; policy?: ReplyPolicy } = {},
): Promise<ThreadScene> {
  const here = await setScene(options);
  const { site } = here.node;
  await editCollective(site, here.collective, { replyPolicy: options.policy ?? "open" });
  const { id, path } = await publishReport(site, here.collective, {
    title: "The boats",
    language: "en",
    source: "Nobody came.",
  });
  return {
    ...here,
    report: id,
    text: here.node.url + ap.report(id),
    path,
    kept: () => responses(site),
    async say(by, activity) {
      const { status } = await here.peer.post(by, here.inbox, activity);
      await here.worked();
      return status;
    },
    async echo() {
      const row = await site.db
        .selectFrom("report_echo")
        .select(["replies", "likes", "boosts", "quotes"])
        .where("report", "=", id)
        .executeTakeFirst();
      return row ?? silence;
    },
  };
}
