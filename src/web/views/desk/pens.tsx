// The pens of a collective: one's own, and for keepers all of them, the invitations and the rule of the second pen.
import { desk } from "../../../domain/paths.ts";
import { type Role, roles } from "../../../domain/pen.ts";
import { Qr } from "../qr.tsx";
import { CheckField, Done, ErrorSummary, RadioField, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";
import { DeskLayout } from "./layout.tsx";

interface PlaceProps {
  frame: DeskFrame;
  collective: { name: string; handle: string };
}

export interface PensProps extends PlaceProps {
  role: Role;
  /** What only keepers see. */
  all:
    | {
        pens: readonly { id: string; role: Role; label: string; made: Date; isOwn: boolean }[];
        invitations: readonly { id: string; role: Role; label: string; expires: Date }[];
        secondPen: boolean;
        typed: { label: string; role: string };
      }
    | undefined;
  done?: string | undefined;
  errors?: FieldErrors | undefined;
}

export function Pens({ frame, collective, role, all, done, errors }: PensProps) {
  const words = frame.desk.pens;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="pens">
      <ErrorSummary frame={frame} errors={errors} />
      <Done>{done}</Done>
      <h1>{words.title}</h1>
      <section aria-labelledby="yours">
        <h2 id="yours">{words.yours}</h2>
        <p>{words.yoursRole(frame.desk.roles[role], frame.desk.roleMeans[role])}</p>
        <form method="post" action={`${desk.pens()}/everywhere`}>
          <p class="hint" id="everywhere-hint">
            {words.everywhereHint}
          </p>
          <button class="second" type="submit" aria-describedby="everywhere-hint">
            {words.everywhere}
          </button>
        </form>
      </section>
      {all && (
        <>
          <AllPens frame={frame} pens={all.pens} />
          <Invite frame={frame} typed={all.typed} errors={errors} />
          <Invitations frame={frame} invitations={all.invitations} />
          <section aria-labelledby="second">
            <h2 id="second">{words.second}</h2>
            <form method="post" action={`${desk.pens()}/second`}>
              <CheckField
                frame={frame}
                name="second"
                label={words.secondField}
                hint={words.secondHint}
                checked={all.secondPen}
              />
              <button class="second" type="submit">
                {words.save}
              </button>
            </form>
          </section>
        </>
      )}
    </DeskLayout>
  );
}

type All = NonNullable<PensProps["all"]>;

function AllPens({ frame, pens }: { frame: DeskFrame; pens: All["pens"] }) {
  const words = frame.desk.pens;
  return (
    <section aria-labelledby="all">
      <h2 id="all">{words.all}</h2>
      <p>{words.allLead}</p>
      <ul class="rows">
        {pens.map(({ id, role, label, made, isOwn }) => (
          <li key={id}>
            <p class="what">
              <b dir="auto">{label}</b> {isOwn && <span class="badge">{words.yourOwn}</span>}
            </p>
            <p class="note">
              {frame.desk.roles[role]} · {words.made}{" "}
              <time datetime={made.toISOString().slice(0, 10)}>{frame.locale.date(made)}</time>
            </p>
            <p class="deed">
              <a href={`${desk.pens()}/${id}/withdraw`} aria-label={words.withdrawOne(label)}>
                {words.withdraw}
              </a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Invitations({ frame, invitations }: { frame: DeskFrame; invitations: All["invitations"] }) {
  const words = frame.desk.pens;
  return (
    <section aria-labelledby="invitations">
      <h2 id="invitations">{words.invitations}</h2>
      {invitations.length === 0 && <p class="nothing">{words.noInvitations}</p>}
      {invitations.length > 0 && (
        <ul class="rows">
          {invitations.map(({ id, role, label, expires }) => (
            <li key={id}>
              <p class="what">
                <b dir="auto">{label}</b>
              </p>
              <p class="note">
                {frame.desk.roles[role]} · {words.until(frame.locale.date(expires))}
              </p>
              <form class="deed" method="post" action={`${desk.invitations()}/${id}/withdraw`}>
                <button class="quiet" type="submit" aria-label={words.withdrawInvitation(label)}>
                  {words.withdraw}
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Invite({
  frame,
  typed,
  errors,
}: {
  frame: DeskFrame;
  typed: All["typed"];
  errors: FieldErrors | undefined;
}) {
  const words = frame.desk.pens;
  return (
    <section aria-labelledby="invite">
      <h2 id="invite">{words.invite}</h2>
      <form method="post" action={desk.invitations()}>
        <TextField
          {...{ frame, errors }}
          name="label"
          label={words.labelField}
          hint={words.labelHint}
          value={typed.label}
          autocomplete="off"
          dir="auto"
        />
        <RadioField
          {...{ frame, errors }}
          name="role"
          label={words.roleField}
          value={typed.role}
          options={roles.map((role) => ({
            value: role,
            label: frame.desk.roles[role],
            hint: frame.desk.roleMeans[role],
          }))}
        />
        <button type="submit">{words.submit}</button>
      </form>
    </section>
  );
}

export interface InvitationReadyProps extends PlaceProps {
  link: string;
  label: string;
  role: Role;
  expires: Date;
}

/** The link, for the only time. */
export function InvitationReady({ frame, collective, link, label, role, expires }: InvitationReadyProps) {
  const words = frame.desk.invitation;
  return (
    <DeskLayout frame={frame} title={words.title} collective={collective} place="pens">
      <h1>{words.title}</h1>
      <p class="lead">{words.lead(label, frame.desk.roles[role])}</p>
      <p>{words.once}</p>
      <h2>{words.link}</h2>
      <p class="copy" dir="ltr">
        <code>{link}</code>
      </p>
      <Qr text={link} label={words.code} />
      <p>{words.expires(frame.locale.date(expires))}</p>
      <p>
        <a href={desk.pens()}>{words.back}</a>
      </p>
    </DeskLayout>
  );
}

export interface WithdrawPenProps extends PlaceProps {
  id: string;
  label: string;
  isOwn: boolean;
  /** Why it cannot be. */
  problem?: string | undefined;
}

export function WithdrawPen({ frame, collective, id, label, isOwn, problem }: WithdrawPenProps) {
  const words = frame.desk.withdraw;
  const title = words.title(label);
  return (
    <DeskLayout frame={frame} title={title} collective={collective} place="pens">
      {problem !== undefined && (
        <p class="problems" role="alert">
          {problem}
        </p>
      )}
      <h1>{title}</h1>
      <p>{words.lead}</p>
      <p>{words.stays}</p>
      {isOwn && <p>{words.own}</p>}
      <form method="post" action={`${desk.pens()}/${id}/withdraw`}>
        <div class="buttons">
          <button class="danger" type="submit">
            {words.submit}
          </button>
          <a href={desk.pens()}>{words.back}</a>
        </div>
      </form>
    </DeskLayout>
  );
}
