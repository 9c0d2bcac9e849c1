import { expect, test } from "vitest";
import { arrangePictures } from "../../src/newsroom/arrange.ts";
import { picturesIn } from "../../src/newsroom/markdown.ts";

const one = { name: "/media/one.jpg", alt: "One" };
const two = { name: "/media/two.jpg", alt: "Two" };
const source = 'First.\n\n![One](/media/one.jpg "At dawn")\n\nThen ![Two](</media/two.jpg>) inside.\n\nLast.';

test("pictures change places with their descriptions and captions, and the words around them stay", () => {
  expect(arrangePictures(source, [two, one])).toBe(
    'First.\n\n![Two](/media/two.jpg)\n\nThen ![One](/media/one.jpg "At dawn") inside.\n\nLast.',
  );
});

test("a picture that is taken out takes its own line with it, and nothing else", () => {
  expect(arrangePictures(source, [two])).toBe("First.\n\nThen ![Two](/media/two.jpg) inside.\n\nLast.");
  expect(arrangePictures("A.\n\n![One](/media/one.jpg)\n\nB.", [])).toBe("A.\n\nB.");
});

test("whatever a description says, it is read again as it was typed", () => {
  for (const alt of ["a [b] c", "back\\slash", "*stars* & _lines_ `ticks`", "<tag> ![x](y)", "قارب [كبير]"]) {
    const written = arrangePictures(source, [{ ...one, alt }, two]);
    expect(picturesIn(written)).toEqual([{ ...one, alt }, two]);
  }
});
