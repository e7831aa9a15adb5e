import { describe, expect, it } from "vitest";
import { sessionStub } from "./support/conversation";
import { post } from "./support/edge";
import { fetchAs, KEY, LOCKED, mint, revoke, statusAndCode, untilSession } from "./support/guests";

/** A response and the prompt that it answered, between two guests, with the tokens of both. */
async function converse(session: string) {
  const { token: caller, invite } = await mint(session, { role: "caller" });
  const responder = (await mint(session, { role: "responder" })).token;
  const say = async (token: string, input: string, previous?: string) => {
    const fields = previous === undefined ? {} : { previous_response_id: previous };
    const answer = await fetchAs(
      token,
      "/v1/responses",
      post({ model: session, input, ...fields }),
    );
    return answer.response.json<{ id: string; output: readonly { id: string }[] }>();
  };
  const prompt = say(responder, "Hello?");
  await untilSession(session, "responder-waits");
  const reply = say(caller, "Who is there?");
  const { id: promptId } = await prompt;
  const listening = say(responder, "A friend.", promptId);
  const { id: replyId, output } = await reply;
  // It listens until the test has read what it wants.
  listening.catch(() => {});
  return { caller, invite, responder, promptId, replyId, itemId: output[0]?.id ?? "" };
}

const read = (token: string, id: string) => statusAndCode(fetchAs(token, `/v1/responses/${id}`));
const send = (token: string, fields: object) =>
  statusAndCode(fetchAs(token, "/v1/responses", post({ model: "own", ...fields })));

describe("the responses of a session", () => {
  it("are each guest's own", async () => {
    const { caller, responder, promptId, replyId, itemId } = await converse("own");
    expect([
      await read(caller, replyId),
      await read(responder, promptId),
      await read(KEY, replyId),
      await read(KEY, promptId),
    ]).toEqual(Array.from({ length: 4 }, () => [200, undefined]));
    expect([await read(caller, promptId), await read(responder, replyId)]).toEqual([
      [404, "response_not_found"],
      [404, "response_not_found"],
    ]);

    expect([
      await send(caller, { input: "And?", previous_response_id: promptId }),
      await send(responder, { input: "And?", previous_response_id: replyId }),
      await send(responder, { input: [{ type: "item_reference", id: itemId }] }),
    ]).toEqual([
      [400, "previous_response_not_found"],
      [400, "previous_response_not_found"],
      [400, "item_not_found"],
    ]);
  });

  it("are each guest's own also where nobody has answered", async () => {
    const { token: caller } = await mint("unanswered", { role: "caller" });
    const { token: responder } = await mint("unanswered", { role: "responder" });
    const body = post({ model: "unanswered", input: "Who is there?", stream: true });
    const { response } = await fetchAs(caller, "/v1/responses", body, {
      variables: { ...LOCKED.variables, COMMIT_DELAY: "0" },
    });
    const stream = await response.text();
    expect(stream).toContain("turn_timeout");
    const id = /"id":"(resp_[\w-]+)"/.exec(stream)?.[1] ?? "";
    expect([await read(caller, id), await read(responder, id)]).toEqual([
      [200, "invalid_prompt"],
      [404, "response_not_found"],
    ]);
  });

  it("are not deleted by the other end", async () => {
    const { caller, promptId, replyId } = await converse("undeleted");
    const remove = (id: string) =>
      statusAndCode(fetchAs(caller, `/v1/responses/${id}`, { method: "DELETE" }));
    expect([await remove(promptId), await remove(replyId)]).toEqual([
      [404, "response_not_found"],
      [200, undefined],
    ]);
    expect(await read(KEY, promptId)).toEqual([200, undefined]);
  });

  it("are closed to a guest of another session, and to one who was turned out", async () => {
    const { caller, invite, replyId } = await converse("closed");
    const stranger = (await mint("elsewhere", { role: "caller" })).token;
    expect(await read(stranger, replyId)).toEqual([403, "session_not_allowed"]);
    expect(await revoke("closed", invite)).toBe(204);
    expect(await read(caller, replyId)).toEqual([401, "access_revoked"]);
  });

  it("are asked for by a guest of many sessions without a trace in those that have none", async () => {
    const { token, invite } = await mint("many-*", { role: "caller", sessions: "many-*" });
    const id = `resp_${"0".repeat(32)}${btoa("many-1").replaceAll("=", "")}`;
    expect(await read(token, id)).toEqual([404, "response_not_found"]);
    expect(await sessionStub("many-1").describe()).toBeNull();
    expect(await sessionStub("many-*").revokeInvite(invite)).toMatchObject({ heldBySessions: [] });
    expect(await read(token, id)).toEqual([401, "access_revoked"]);
  });
});
