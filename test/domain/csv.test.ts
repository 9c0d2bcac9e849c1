import fc from "fast-check";
import { expect, test } from "vitest";
import { readCsv, writeCsv } from "../../src/domain/csv.ts";

const cell = fc.oneof(
  fc.constantFrom('"', '""', ",", "=1+1", "'=1", "''-1", " @x", "\t=1", "a\nb", "a\r\nb", "", " a ", "＝1"),
  fc.string(),
);

test("a table that is written is read again as it was", () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      expect(readCsv(writeCsv(rows))).toEqual(rows);
    }),
  );
});

test("a spreadsheet finds no formula in what is written", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(..."=+-@\t\r＝＋－＠"),
      fc.constantFrom("", "'", " "),
      cell,
      (sign, before, rest) => {
        const [, inside] = /^x,"([\s\S]*)"\n$/.exec(writeCsv([["x", `${before}${sign}${rest}`]]))!;
        expect(inside).toMatch(/^'/);
      },
    ),
  );
});

test("tables of spreadsheets are read whatever parts their cells, with the mark that some begin with", () => {
  const rows = [
    ["a.example", "suspend"],
    ["b.example", "x,y; z"],
  ];
  expect(readCsv('\ufeffa.example;suspend\r\n\r\nb.example;"x,y; z"')).toEqual(rows);
  expect(readCsv('a.example\tsuspend\nb.example\t"x,y; z"')).toEqual(rows);
  expect(readCsv('a.example,suspend\nb.example,"x,y; z" oh\n')).toEqual(rows);
  expect(readCsv('a.example,"never ends\nb.example,suspend')).toEqual([
    ["a.example", "never ends\nb.example,suspend"],
  ]);
  expect(readCsv("")).toEqual([]);
});
