/** All that this project uses of Node's `crypto`; the whole of Node's types would hide what the Workers runtime lacks. */
declare module "node:crypto" {
  interface Hash {
    update(data: string | Uint8Array): Hash;
    digest(encoding: "base64url"): string;
  }
  export function createHash(algorithm: "sha256"): Hash;
}
