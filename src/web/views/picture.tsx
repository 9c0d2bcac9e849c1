// A picture in a page: the right width for the screen, its place kept free, its words for whoever cannot see it.

export interface ShownPicture {
  alt: string;
  /** Path of the file that every browser shows. */
  src: string;
  /** Stored widths of it, largest first; none where there is but the one file. */
  widths: { path: string; width: number }[];
  width: number;
  height: number;
}

export interface PictureProps {
  picture: ShownPicture;
  /** How wide it is shown, as the `sizes` of HTML. */
  sizes: string;
  class?: string;
  /** Whether it is seen at once, so that it should come first. */
  isFirst?: boolean;
}

export function Picture({ picture, sizes, class: className, isFirst = false }: PictureProps) {
  const hasWidths = picture.widths.length > 0;
  return (
    <img
      class={className}
      src={picture.src}
      srcset={hasWidths ? picture.widths.map(({ path, width }) => `${path} ${width}w`).join(", ") : undefined}
      sizes={hasWidths ? sizes : undefined}
      width={picture.width}
      height={picture.height}
      alt={picture.alt}
      loading={isFirst ? "eager" : "lazy"}
      decoding="async"
    />
  );
}
