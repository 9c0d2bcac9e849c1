// Previews of a text: as its page, and about so as other servers will show it. Nobody but the desk sees them.
import express, { type Request, type Response } from "express";
import type { Collective } from "../../db/collective.ts";
import type { Report } from "../../db/report.ts";
import { pages, desk as paths } from "../../domain/paths.ts";
import { firstWords, plainText } from "../../domain/prose.ts";
import { slugFor } from "../../domain/slug.ts";
import { hashtag } from "../../domain/tag.ts";
import { type Preview, previewText } from "../../newsroom/preview.ts";
import { wireFormOf } from "../../newsroom/publish.ts";
import { portrait } from "../../newsroom/read_picture.ts";
import { pathOf } from "../../newsroom/texts.ts";
import { cardPicture, handleOf, isShownInside, shownIcon, shownPicture } from "../shown.ts";
import { Elsewhere } from "../views/desk/elsewhere.tsx";
import { PagePreview, type PreviewBar } from "../views/desk/preview.tsx";
import { field } from "./form.ts";
import { type Ground, sessionIn } from "./ground.tsx";
import { ownText } from "./own_text.ts";
import { draftOf, fieldNames, type Typed, typedFrom } from "./typed.ts";

export interface Previews {
  router: express.Router;
  /** Shows what was typed; the fields travel along, so that nothing is lost. */
  show(request: Request, response: Response, typed: Typed, report: Report | undefined): Promise<void>;
}

export function createPreviews(ground: Ground): Previews {
  const { site } = ground;
  const router = express.Router();

  async function render(
    request: Request,
    response: Response,
    typed: Typed,
    report: Report | undefined,
    bar: Omit<PreviewBar, "isElsewhere">,
    isElsewhere: boolean,
  ): Promise<void> {
    const { collective } = sessionIn(response);
    const frame = ground.frame(request);
    const draft = draftOf(typed);
    const preview = await previewText(site, collective, { ...draft, translationOf: undefined });
    const kind = draft.kind ?? "report";
    const now = site.clock.now();
    const path = pathOf(
      {
        kind,
        slug: report?.slug ?? preview.slug ?? slugFor(preview.title),
        published: report?.published ?? null,
        scheduled: report?.scheduled ?? null,
      },
      collective,
      now,
    );
    const props = { frame, collective, bar: { ...bar, isElsewhere } };
    if (isElsewhere) {
      const { icon, header } = await portrait(site.db, collective);
      const view = (
        <Elsewhere
          {...props}
          post={{
            ...postOf(preview, collective, site.config.origin),
            form: draft.wireForm ?? wireFormOf(collective, kind),
            handle: handleOf(collective.handle, site.config.host),
            icon: shownIcon(icon),
            address: site.config.origin + path,
            fallbackCard: cardPicture(header ?? icon, site.config.origin)?.url,
          }}
        />
      );
      return ground.send(response, view);
    }
    const cover =
      preview.coverPicture && !isShownInside(preview.html, preview.coverPicture)
        ? preview.coverPicture
        : undefined;
    const rest = preview.pictures.filter((one) => one.id !== cover?.id && !isShownInside(preview.html, one));
    const view = (
      <PagePreview
        {...props}
        accent={collective.accent}
        text={{
          kind,
          title: preview.title,
          path,
          language: preview.language,
          lead: preview.summary ?? undefined,
          contentWarning: preview.contentWarning ?? undefined,
          html: preview.html,
          cover: shownPicture(cover),
          pictures: rest.map(shownPicture).filter((one) => one !== undefined),
          published: report?.published ?? report?.scheduled ?? now,
          updated: report?.updated ?? undefined,
          collective: {
            name: collective.name,
            path: pages.collective(collective.handle),
            handle: handleOf(collective.handle, site.config.host),
          },
          tags: preview.tags.map(({ tag, name }) => ({ name, path: pages.tag(tag) })),
          links: preview.links,
          translations: [],
        }}
      />
    );
    ground.send(response, view);
  }

  async function stored(request: Request, response: Response, isElsewhere: boolean): Promise<void> {
    const known = await ownText(site, request, response);
    const { id } = known.report;
    const bar = {
      saved: { write: paths.text(id), page: paths.preview(id), elsewhere: `${paths.preview(id)}/elsewhere` },
      kept: undefined,
    };
    await render(request, response, typedFrom(known), known.report, bar, isElsewhere);
  }

  router.get(paths.preview(":id"), ground.signedIn(), (request, response) =>
    stored(request, response, false),
  );
  router.get(`${paths.preview(":id")}/elsewhere`, ground.signedIn(), (request, response) =>
    stored(request, response, true),
  );

  return {
    router,
    async show(request, response, typed, report) {
      const fields = fieldNames.map((name): [string, string] => [name, typed[name]]);
      if (typed.revision !== undefined) fields.push(["revision", String(typed.revision)]);
      const kept = { action: report ? paths.text(report.id) : paths.newText(), fields, state: report?.state };
      const isElsewhere = field(request, "action") === "elsewhere";
      await render(request, response, typed, report, { saved: undefined, kept }, isElsewhere);
    },
  };
}

function postOf(preview: Preview, collective: Collective, origin: string) {
  const { title, language, summary, contentWarning, html, links, tags } = preview;
  const isCard = collective.prefers_card || preview.pictures.length === 0;
  const leading = preview.coverPicture ?? preview.pictures[0];
  return {
    name: collective.name,
    title,
    language,
    summary: summary ?? undefined,
    warning: contentWarning ?? undefined,
    html,
    plain: plainText(html),
    teaser: summary ?? firstWords(html, 200),
    links,
    tags: tags.map(({ name }) => hashtag(name)),
    pictures: isCard ? [] : preview.pictures.map(shownPicture).filter((one) => one !== undefined),
    card: contentWarning === null ? cardPicture(leading, origin)?.url : undefined,
  };
}
