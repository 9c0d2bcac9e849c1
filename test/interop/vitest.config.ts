import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/interop/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { requireAssertions: true, poll: { timeout: 40_000, interval: 250 } },
    fileParallelism: false,
  },
});
