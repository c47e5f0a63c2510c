// Offers the phones of phones.ts to backupspec: JSON-RPC 2.0 over standard input and output, one message a line.
//
//     npm install && npm run build && backupspec run "stdio:node dist/adapter.js"
//
// There is nothing to fill in here. What each operation is given and answers: CONTRACT.md.

import type { About, Command, Observation, Opening, Outcome } from "./contract.js";
import { CHOICES, COMMANDS, LACKS, NAME, PROFILES, UNFINISHED, VERSION, World, seen, settle } from "./phones.js";

/** The worlds that are open, by the names that they were given here. */
const worlds = new Map<string, World>();
let opened = 0;

/** Say what this is, before any world is opened. */
function about(): About {
  return {
    name: NAME,
    version: VERSION,
    contract: "@CONTRACT@",
    profiles: PROFILES,
    clock: "own",
    choices: CHOICES,
    unfinished: UNFINISHED.filter((name) => !(name in COMMANDS)),
    lacks: LACKS,
  };
}

/** Begin an empty world, and name it. */
function openWorld({ opening }: { opening: Opening }): { world: string } {
  opened += 1;
  const name = `world-${opened}`;
  worlds.set(name, new World(opening));
  return { world: name };
}

interface Performed {
  world: string;
  outcomes: Outcome[];
  observation?: Observation;
}

/** Do the commands in order, and answer each. */
function perform(given: { world: string; commands: Command[]; observe?: boolean }): Performed {
  const world = found(given.world);
  const outcomes = given.commands.map((command) => {
    const outcome = done(world, command);
    settle(world);
    return outcome;
  });
  return { world: given.world, outcomes, ...(given.observe ? { observation: seen(world, false) } : {}) };
}

/** Do one command by the function of its name. One that is not written is unsupported. */
function done(world: World, command: Command): Outcome {
  const handle = COMMANDS[command.command] as ((world: World, command: Command) => Outcome) | undefined;
  return handle ? handle(world, command) : { outcome: "unsupported" };
}

/** Show all that can be seen of a world. */
function observe(given: { world: string; items?: boolean }): { world: string; observation: Observation } {
  return { world: given.world, observation: seen(found(given.world), given.items ?? false) };
}

/** Forget a world. */
function closeWorld({ world }: { world: string }): { world: string } {
  found(world);
  worlds.delete(world);
  return { world };
}

function found(name: string): World {
  const world = worlds.get(name);
  if (!world) throw new Error(`there is no world ${name}`);
  return world;
}

const OPERATIONS: Record<string, (params: never) => unknown> = {
  about,
  open_world: openWorld,
  perform,
  observe,
  close_world: closeWorld,
};

/** Do what a request asks for. What goes wrong in it is told, and the next one is awaited. */
function respond(request: { method: string; params?: unknown }): object {
  try {
    const operation = OPERATIONS[request.method];
    if (!operation) throw new Error(`there is no operation ${request.method}`);
    return { result: operation((request.params ?? {}) as never) };
  } catch (error) {
    console.error(error);
    return { error: { code: -32000, message: String(error) } };
  }
}

/** Answer each line with a line, until there are no more. */
async function main(): Promise<void> {
  process.stdin.setEncoding("utf8");
  let rest: string[] = [];
  for await (const chunk of process.stdin) {
    const lines = chunk.split("\n");
    rest.push(lines[0] ?? "");
    for (const next of lines.slice(1)) {
      const request = JSON.parse(rest.join(""));
      process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id: request.id, ...respond(request) })}\n`);
      rest = [next];
    }
  }
}

await main();
