// The pictures of a text in its form: what is to be seen on each, their order, and new ones.
import { Picture, type ShownPicture } from "../picture.tsx";
import { CheckField, FileField, SelectField, TextField } from "./field.tsx";
import type { DeskFrame, FieldErrors } from "./frame.ts";

export interface ListedPicture {
  /** How the text calls it. */
  name: string;
  alt: string;
  shown: ShownPicture | undefined;
}

export interface PicturesProps {
  frame: DeskFrame;
  pictures: readonly ListedPicture[];
  typed: Record<string, string>;
  errors?: FieldErrors | undefined;
}

export function Pictures({ frame, pictures, typed, errors }: PicturesProps) {
  const words = frame.desk.editor;
  const isUndescribed = pictures.some((_, position) => errors?.[`alt-${position}`] !== undefined);
  return (
    <fieldset class="pictures-of">
      <legend>{words.pictures}</legend>
      <p class="hint">{words.picturesHow}</p>
      {pictures.length > 0 && (
        <ol>
          {pictures.map((picture, position) => (
            <li key={picture.name}>
              <One
                {...{ frame, picture, position, errors }}
                isLast={position === pictures.length - 1}
                language={typed.language}
              />
            </li>
          ))}
        </ol>
      )}
      {(isUndescribed || typed.undescribed) && (
        <CheckField
          frame={frame}
          name="undescribed"
          label={words.undescribed}
          checked={typed.undescribed !== ""}
        />
      )}
      {pictures.length > 1 && (
        <SelectField
          {...{ frame, errors }}
          name="cover"
          label={words.cover}
          value={typed.cover}
          options={[
            { value: "", label: words.coverFirst },
            ...pictures.map(({ name }, position) => ({
              value: name,
              label: words.coverThis(frame.number(position + 1)),
            })),
          ]}
        />
      )}
      <FileField
        {...{ frame, errors }}
        name="files"
        label={words.files}
        hint={words.filesHint}
        accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
        multiple
      />
      <button class="second" type="submit" name="action" value="pictures">
        {words.addFiles}
      </button>
    </fieldset>
  );
}

function One({
  frame,
  picture,
  position,
  isLast,
  language,
  errors,
}: {
  frame: DeskFrame;
  picture: ListedPicture;
  position: number;
  isLast: boolean;
  language: string | undefined;
  errors: FieldErrors | undefined;
}) {
  const words = frame.desk.editor;
  const number = frame.number(position + 1);
  const deed = (action: string, label: string) => (
    <button class="quiet" type="submit" name="action" value={`${action}:${position}`}>
      {label}
      <span class="hidden"> ({words.picture(number)})</span>
    </button>
  );
  return (
    <>
      <input type="hidden" name={`picture-${position}`} value={picture.name} />
      <input type="hidden" name={`was-${position}`} value={picture.alt} />
      {picture.shown ? (
        <Picture picture={{ ...picture.shown, alt: picture.alt || words.picture(number) }} sizes="9rem" />
      ) : (
        <code dir="ltr">{picture.name}</code>
      )}
      <div>
        <TextField
          {...{ frame, errors }}
          name={`alt-${position}`}
          label={words.altOf(number)}
          hint={position === 0 ? words.altHint : undefined}
          value={picture.alt}
          dir="auto"
          lang={language}
          autocomplete="off"
        />
        <p class="deeds">
          {position > 0 && deed("up", words.up)}
          {!isLast && deed("down", words.down)}
          {deed("remove", words.remove)}
        </p>
      </div>
    </>
  );
}
