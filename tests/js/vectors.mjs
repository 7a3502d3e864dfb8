import { readFileSync } from "node:fs";

/** Examples that the Python tests check too. */
export function vectors(name) {
  return JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), "utf-8"));
}
