// Who follows the collective, for those who may send somebody away.
import { desk } from "../../../domain/paths.ts";
import type { FollowerShown } from "../../../newsroom/follow.ts";
import { Beside } from "./beside.tsx";
import { Done } from "./field.tsx";
import type { DeskFrame } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";
import { ByName } from "./list.tsx";

export interface FollowersProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
  followers: readonly FollowerShown[];
  first: string | undefined;
  next: string | undefined;
  done?: string | undefined;
}

export function Followers({ frame, collective, followers, first, next, done }: FollowersProps) {
  const words = frame.desk.answers;
  return (
    <DeskLayout frame={frame} title={words.followers} collective={collective} place="answers">
      <Done>{done}</Done>
      <h1>{words.followers}</h1>
      <Beside frame={frame} here="followers" />
      {followers.length === 0 && <p class="nothing">{words.none}</p>}
      {followers.length > 0 && (
        <ul class="rows">
          {followers.map(({ actor, handle, name }) => (
            <li key={actor}>
              <p class="what">
                <b>
                  <bdi>{name?.trim() || handle || actor}</bdi>
                </b>
              </p>
              <p class="note">
                <bdi dir="ltr">{handle ? `@${handle}` : actor}</bdi>
              </p>
              <form class="deed" method="post" action={`${desk.followers()}/remove`}>
                <input type="hidden" name="actor" value={actor} />
                <button class="quiet" type="submit" aria-label={words.sendAwayOf(handle ?? actor)}>
                  {words.sendAway}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      <ByName frame={frame} first={first} next={next} />
    </DeskLayout>
  );
}
