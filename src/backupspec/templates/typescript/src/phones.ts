// Your phones: what a command does to them, and what can be seen of them. This is the file to fill in; README.md says in which order.
//
// Phones and accounts are kept as they are shown (CONTRACT.md, "The observation"), in `shown`. Whatever you keep elsewhere, in a
// simulator or on a device, is asked for in `seen`.

import { createHash } from "node:crypto";

import type { About, Account, Command, Content, Held, Observation, Opening, Outcome, Phone, Queue, Reason, Transfer } from "./contract.js";

export const NAME = "@NAME@";
export const VERSION = "0.1";
export const PROFILES = ["windows-phone-8.1"];

/** Where the page leaves something open and you read it otherwise than we do: `backupspec policy show` ends with the names and values. */
export const CHOICES: Record<string, string> = {};

/** The commands that are not written yet, in a good order to write them. Once one is written, delete its line. */
export const UNFINISHED: Command["command"][] = [
  // @UNFINISHED@
];

/** What can't be shown or done beyond commands: `controls`, the pages of a phone, until you show them; see CONTRACT.md for the others. */
export const LACKS: About["lacks"] = ["controls"];

const DONE: Outcome = { outcome: "done" };

/** Answer that nothing began, because of a fact from the list of reasons. */
export function refused(reason: Reason): Outcome {
  return { outcome: "refused", reason };
}

/** Answer that it began and did not complete, because of a fact from the list of reasons. */
export function failed(reason: Reason): Outcome {
  return { outcome: "failed", reason };
}

/** A phone: what is shown of it, what it holds, and whatever you need besides. */
export interface OnePhone {
  shown: Phone;
  items: Content;
  freeBytes?: number;
}

/** One world: its time, its phones and accounts, and what went over the network. */
export class World {
  wallClockS: number;
  timeZone: string;
  elapsedS = 0;
  cloudUp = true;
  phones = new Map<string, OnePhone>();
  accounts = new Map<string, Account>();
  transfers: Transfer[] = [];

  /** Begin empty. `opening` has the profile, every choice, the wall clock, the time zone and a seed for what is random. */
  constructor(readonly opening: Opening) {
    this.wallClockS = Date.parse(opening.wall_clock) / 1000;
    this.timeZone = opening.time_zone;
  }

  /** Tell the wall clock as the contract writes it. */
  now(): string {
    return written(new Date(this.wallClockS * 1000));
  }
}

function written(moment: Date): string {
  return moment.toISOString().replace(".000Z", "Z");
}

// What happens by itself.

/** Do all that the phones would do by themselves at this instant: an automatic backup that is due, a prompt. Called after each command. */
export function settle(_world: World): void {}

/** Tell the elapsed time, in seconds, at which something falls due next, such as a prompt; undefined if nothing will. */
function nextDueS(_world: World): number | undefined {
  return undefined;
}

// What a command does. Each is a function of its name in this table.

type Handlers = { [Name in Command["command"]]?: (world: World, command: Extract<Command, { command: Name }>) => Outcome };

export const COMMANDS: Handlers = {
  /** Let time pass. What falls due on the way is done at its own instant, in order. */
  advance_time(world, { seconds }) {
    const endS = world.elapsedS + seconds;
    if (world.wallClockS + seconds > LAST_INSTANT_S) return refused("no_such_instant");
    for (let dueS = nextDueS(world); dueS !== undefined && world.elapsedS < dueS && dueS <= endS; dueS = nextDueS(world)) {
      passTime(world, dueS - world.elapsedS);
      settle(world);
    }
    passTime(world, endS - world.elapsedS);
    return DONE;
  },

  /** Set the clock that people read. No time passes. */
  set_wall_clock(world, { to }) {
    const moment = new Date(to);
    if (Number.isNaN(moment.getTime()) || written(moment) !== to) return refused("no_such_instant"); // 30 February is taken for 2 March
    world.wallClockS = moment.getTime() / 1000;
    return DONE;
  },

  /** Take every phone to another time zone. No time passes. */
  set_time_zone(world, { time_zone }) {
    try {
      new Intl.DateTimeFormat("en", { timeZone: time_zone });
    } catch {
      return refused("unknown_time_zone");
    }
    world.timeZone = time_zone;
    return DONE;
  },

  /** Create a Microsoft account, with an empty OneDrive that has room. */
  create_account(world, { account }) {
    if (world.accounts.has(account)) return refused("already_exists");
    world.accounts.set(account, {
      catalogue: null, // null: no such document is kept
      reads: [],
      backups: [],
      backups_path: ["Settings", "Options", "Device settings"],
      messages: [],
      media: [],
      journal: null,
      free_bytes: 7 * 2 ** 30,
    });
    return DONE;
  },

  /** Say how much room is left in an account's OneDrive. */
  set_cloud_space(world, { account, size_bytes }) {
    const found = world.accounts.get(account);
    if (!found) return refused("no_such_account");
    found.free_bytes = size_bytes;
    return DONE;
  },

  /** Make OneDrive unreachable for everyone. */
  take_cloud_down(world) {
    world.cloudUp = false;
    return DONE;
  },

  /** Make OneDrive reachable again. */
  bring_cloud_up(world) {
    world.cloudUp = true;
    return DONE;
  },

  /** Add a phone whose set-up is over: switched on, signed out, on battery, without a network, its backup settings untouched. */
  add_phone(world, { phone, display_name }) {
    if (world.phones.has(phone)) return refused("already_exists");
    world.phones.set(phone, { shown: freshPhone(world, display_name ?? phone), items: {} });
    return DONE;
  },

  /** Say which network a phone has. */
  set_network: onPhone((_world, phone, { network }) => {
    phone.shown.network = network;
    return DONE;
  }),

  /** Plug a phone into a power source, or unplug it. */
  set_external_power: onPhone((_world, phone, { connected }) => {
    phone.shown.external_power = connected;
    return DONE;
  }),

  /** Say how much room is left on a phone. */
  set_phone_space: onPhone((_world, phone, { size_bytes }) => {
    phone.freeBytes = size_bytes;
    return DONE;
  }),

  /** Say which software a phone has, and whether there is an update for it. */
  set_software_version: onPhone((_world, phone, { version, update }) => {
    phone.shown.software_version = version;
    phone.shown.update = update;
    return DONE;
  }),

  /** Give a phone content, kind by kind. Apps and accounts that are not there any more lose their data and passwords. */
  set_content: onPhone((_world, phone, { content }) => {
    const { apps, app_data, passwords, accounts } = content;
    if ([apps, app_data, passwords, accounts].some((entries) => twice((entries ?? []).map(({ name }) => name)))) return refused("name_is_there_twice");
    if (twice((accounts ?? []).map(({ address }) => address))) return refused("name_is_there_twice");
    const given: Content = Object.fromEntries(Object.entries(content).filter(([, entries]) => entries !== null));
    const items = { ...phone.items, ...given };
    if (items.app_data) items.app_data = items.app_data.filter(({ name }) => items.apps?.some((app) => app.name === name));
    if (items.passwords) items.passwords = items.passwords.filter(({ name }) => items.accounts?.some((owner) => owner.name === name));
    phone.items = items;
    phone.shown.content = Object.fromEntries(Object.entries(items).map(([kind, entries]) => [kind, held(entries ?? [])]));
    return DONE;
  }),

  // Write your commands here, the first one of UNFINISHED first. It might begin so:
  //
  // sign_in: byHand((world, phone, { account }) => {
  //   if (!world.accounts.has(account)) return refused("no_such_account");
  //   ...
  //   return DONE;
  // }),
};

/** Make a function of a command that is given the phone, too. Where there is none of that name, it is refused. */
function onPhone<Given extends { phone: string }>(
  handle: (world: World, phone: OnePhone, command: Given) => Outcome,
): (world: World, command: Given) => Outcome {
  return (world, command) => {
    const phone = world.phones.get(command.phone);
    return phone ? handle(world, phone, command) : refused("no_such_phone");
  };
}

/** The same, for what a person does with a phone that is switched on. */
export function byHand<Given extends { phone: string }>(
  handle: (world: World, phone: OnePhone, command: Given) => Outcome,
): (world: World, command: Given) => Outcome {
  return onPhone((world, phone, command: Given) => (phone.shown.powered_on ? handle(world, phone, command) : refused("phone_is_off")));
}

/** The end of the year 9999. */
const LAST_INSTANT_S = Date.parse("9999-12-31T23:59:59Z") / 1000;

/** Move both clocks: the one that people read, and the one that never runs back. */
function passTime(world: World, seconds: number): void {
  world.wallClockS += seconds;
  world.elapsedS += seconds;
}

function freshPhone(world: World, displayName: string): Phone {
  return {
    display_name: displayName,
    profile: world.opening.profile,
    software_version: null,
    update: "unknown",
    powered_on: true,
    account: null,
    sign_in: "none",
    network: "none",
    external_power: false,
    toggles: { settings_backup: false, app_backup: false, text_message_backup: false },
    uploads: { photos: "dont_upload", videos: "dont_upload" },
    content: {},
    messages: held([]),
    media: [],
    queues: { texts: emptyQueue(), media: emptyQueue() },
    needs_password: [],
    notices: [],
    set_up: null,
    restored: null,
    prompts: [],
    local_backup: null,
    flow: null,
    last_attempt: null,
    controls: [],
  };
}

function emptyQueue(): Queue {
  return { waiting: [], deletions: [], sent_bytes: 0, paused: false, waiting_for: null };
}

/** Tell whether a text is there twice. */
function twice(texts: string[]): boolean {
  return new Set(texts).size < texts.length;
}

/** Write a value in its canonical form (RFC 8785): the length of its UTF-8 is the value's size. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(",")}}`;
}

/** Tell how much there is of one kind of content, and the digest of its list. */
export function held(entries: object[]): Held {
  return {
    count: entries.length,
    size_bytes: entries.reduce((sum, entry) => sum + utf8Bytes(canonical(entry)), 0),
    digest: `sha256:${createHash("sha256").update(canonical(entries), "utf8").digest("hex")}`,
  };
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

// What can be seen.

/** Show everything. What phones hold item by item is shown where it is asked for. */
export function seen(world: World, items: boolean): Observation {
  return {
    wall_clock: world.now(),
    time_zone: world.timeZone,
    elapsed_s: world.elapsedS,
    cloud_up: world.cloudUp,
    phones: Object.fromEntries(
      [...world.phones].map(([name, phone]) => [name, items ? { ...phone.shown, items: phone.items, message_items: [] } : phone.shown]),
    ),
    accounts: Object.fromEntries(world.accounts),
    transfers: world.transfers,
  };
}
