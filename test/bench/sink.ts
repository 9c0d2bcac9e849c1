// A process that answers 202 to whatever is posted to it, on as many loopback addresses as it is told.
import { createServer } from "node:http";
import { type AddressInfo, createServer as createListener } from "node:net";

const http = createServer((request, answer) => {
  request.resume();
  request.on("end", () => answer.writeHead(202, { "content-length": 0 }).end());
});
http.keepAliveTimeout = 120_000;
const hosts: string[] = [];
let port = 0;
for (let index = 1; index <= Number(process.argv[2]); index++) {
  const listener = createListener((socket) => http.emit("connection", socket));
  await new Promise<void>((listening) => listener.listen(port, `127.77.0.${index}`, listening));
  port = (listener.address() as AddressInfo).port;
  hosts.push(`127.77.0.${index}:${port}`);
}
process.send!(hosts);
process.on("disconnect", () => process.exit());
