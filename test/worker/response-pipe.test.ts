import { expect, it } from "vitest";
import { ResponsePipe } from "../../src/worker/hold/response-pipe";

it("a beat that is left out is not made either, as its encoder would count on it", async () => {
  const pipe = new ResponsePipe(60_000);
  let made = 0;
  const createBeat = (): string => {
    made += 1;
    return `beat ${made};`;
  };
  // Nobody reads yet, so the first is under way and the second would stand behind it.
  const first = pipe.beat(createBeat);
  expect(await pipe.beat(createBeat)).toBe(true);
  expect(made).toBe(1);
  const text = new Response(pipe.body).text();
  await first;
  await pipe.beat(createBeat);
  await pipe.close();
  expect(await text).toBe("beat 1;beat 2;");
});
