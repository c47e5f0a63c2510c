// The few things of Node that are used here. With more of them, install @types/node and delete this file.

declare module "node:crypto" {
  export function createHash(algorithm: "sha256"): { update(text: string, encoding: "utf8"): { digest(as: "hex"): string } };
}

declare const process: {
  stdin: { setEncoding(encoding: "utf8"): void } & AsyncIterable<string>;
  stdout: { write(text: string): boolean };
};

// What is printed by console.log would be taken for a message: there is console.error alone.
declare const console: { error(...what: unknown[]): void };
