// A process with one route of Express that sends a page of so many bytes and does nothing else.
import type { AddressInfo } from "node:net";
import express from "express";

const page = `<!DOCTYPE html>\n<title>Bare</title>\n${"x".repeat(Number(process.argv[2]))}`;
const app = express();
app.get("/", (_request, response) => {
  response.type("html").send(page);
});
const server = app.listen(0, "127.0.0.1", () => {
  process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
process.on("disconnect", () => process.exit());
