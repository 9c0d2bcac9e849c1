// Which version of Tern this is, as its package says; told to other servers by NodeInfo and in the name of the agent.
import about from "../package.json" with { type: "json" };

export const version: string = about.version;
