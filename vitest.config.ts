import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    exclude: ["test/interop/**", "node_modules/**"],
    globalSetup: ["test/support/postgres.ts"],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { requireAssertions: true, poll: { timeout: 10_000 } },
    maxWorkers: 2,
  },
});
