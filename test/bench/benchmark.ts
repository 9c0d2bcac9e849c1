// What every benchmark is and needs: it says what it does, alternates, and takes the median.

/** Runs a comparison. @returns figures, `ratio` among them */
export type Benchmark = (
  print: (line: string) => void,
) => Promise<{ ratio: number } & Record<string, unknown>>;

/** The middle of some numbers. */
export function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
