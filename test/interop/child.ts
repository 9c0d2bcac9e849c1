// Child processes of a test: started, waited for, stopped when it is over; their last words are told when it fails.
import { type ChildProcess, spawn } from "node:child_process";
import { onTestFailed, onTestFinished } from "vitest";

/**
 * Starts a server process that lives as long as the test.
 * @param env the whole environment of the process
 */
export function startServer(command: string, args: string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  }
  const ended = new Promise((end) => child.once("close", end));
  onTestFailed(() => {
    console.log(`${command} ${args.join(" ")} said:\n${said.join("").slice(-8000)}`);
  });
  onTestFinished(async () => {
    child.kill("SIGTERM");
    const tooLong = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(tooLong);
  });
  return child;
}

/** Runs a command to its end and gives what it printed. @throws {Error} with what it said when it fails */
export async function runCommand(
  command: string,
  args: string[],
  { env, input = "" }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Promise<string> {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"], env: env ?? process.env });
  child.stdin.end(input);
  let [printed, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((end, failed) => {
    child.once("error", failed);
    child.once("close", end);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${said || printed}`);
  return printed;
}
