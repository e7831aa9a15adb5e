import { describe, expect, it } from "vitest";
import { replay } from "../../src/pairing/evolve";
import { Scene, type SceneHold } from "./support/scene";

const AKI = { operatorId: "operator-1", name: "Aki" };
const BO = { operatorId: "operator-2", name: "Bo" };

function asked(): { readonly scene: Scene; readonly program: SceneHold } {
  const scene = new Scene({ responderKind: "operator" });
  const program = scene.send("program", "a question");
  return { scene, program };
}

describe("a claim", () => {
  it("[PAIR-16] makes a turn an operator's, for all to see", () => {
    const { scene } = asked();
    scene.claims(AKI, 1);
    expect(scene.shell.state.turns["1"]?.claimedBy).toEqual(AKI);
    expect(scene.facts("turn-claimed")).toEqual([
      { type: "turn-claimed", turnId: 1, claimant: AKI },
    ]);
  });

  it("[PAIR-16] of another's turn is nothing, and a take-over is the turn's", () => {
    const { scene } = asked();
    scene.claims(AKI, 1);
    scene.claims(BO, 1);
    expect(scene.shell.state.turns["1"]?.claimedBy).toEqual(AKI);
    scene.takesOver(BO, 1);
    expect(scene.shell.state.turns["1"]?.claimedBy).toEqual(BO);
    expect(scene.facts("turn-claimed")).toHaveLength(2);
  });

  it("[PAIR-16] of one's own turn is no news, unless the name is", () => {
    const { scene } = asked();
    scene.claims(AKI, 1);
    scene.claims(AKI, 1);
    expect(scene.facts("turn-claimed")).toHaveLength(1);
    scene.claims({ ...AKI, name: "Akiko" }, 1);
    expect(scene.shell.state.turns["1"]?.claimedBy?.name).toBe("Akiko");
  });

  it("[PAIR-16] can be handed over, and given back to all", () => {
    const { scene } = asked();
    scene.claims(AKI, 1);
    scene.handsOver(1, BO);
    expect(scene.shell.state.turns["1"]?.claimedBy).toEqual(BO);
    scene.handsOver(1, null);
    expect(scene.shell.state.turns["1"]?.claimedBy).toBeNull();
  });

  it("[PAIR-16] of a turn that is answered, or unknown, is nothing", () => {
    const { scene } = asked();
    scene.operatorReplies(1, "an answer");
    const facts = scene.factTypes.length;
    scene.claims(AKI, 1);
    scene.handsOver(1, AKI);
    scene.takesOver(AKI, 7);
    expect(scene.factTypes).toHaveLength(facts);
  });

  it("[PAIR-6] of an undecided request makes it the caller's question", () => {
    const scene = new Scene();
    const first = scene.send("somebody", "hello?");
    expect(first.seat).toBe("undecided");
    scene.claims(AKI, first);
    expect([first.seat, first.turnId]).toEqual(["caller", 1]);
    expect(scene.shell.state.turns["1"]?.claimedBy).toEqual(AKI);
  });

  it("[PAIR-11] leaves an undecided request alone where there is no room for another turn", () => {
    const scene = new Scene({ openTurnsMax: 0 });
    const first = scene.send("somebody", "hello?");
    const facts = scene.factTypes.length;
    scene.claims(AKI, first);
    scene.operatorReplies(first, "an answer");
    expect([scene.factTypes.length, first.seat, first.end]).toEqual([
      facts,
      "undecided",
      undefined,
    ]);
  });

  it("[PAIR-3, PAIR-6] leaves a request alone while probes tell whether it is a retry", () => {
    const { scene, program } = asked();
    const twin = scene.send("program", "a question");
    expect([program.isProbed, twin.seat]).toEqual([true, "undecided"]);
    scene.claims(AKI, twin);
    scene.operatorReplies(twin, "an answer");
    expect([twin.seat, twin.end, scene.facts("turn-opened").length]).toEqual([
      "undecided",
      undefined,
      1,
    ]);
    scene.waitAndRing(30_000);
    expect([twin.turnId, scene.facts("turn-opened").length]).toEqual([1, 1]);
    scene.operatorReplies(twin, "an answer");
    expect(twin.end).toBe("an answer");
  });

  it("[PAIR-16] does not keep a partner from answering: whoever answers first has answered", () => {
    const scene = new Scene();
    const program = scene.send("program", "a question", { seat: "caller" });
    scene.claims(AKI, 1);
    expect(scene.send("person", "hello", { seat: "responder" }).confirm().end).toBe("a question");
    scene.send("person", "from the partner", { seat: "responder" });
    expect(program.end).toBe("from the partner");
  });

  it("[PAIR-18] outlasts a restart, and its client's retry", () => {
    const { scene, program } = asked();
    scene.claims(AKI, 1);
    program.leave().resend();
    expect(replay(scene.shell.facts).turns["1"]?.claimedBy).toEqual(AKI);
  });
});

describe("an operator's whole reply", () => {
  it("[PAIR-16] claims a turn that is nobody's", () => {
    const { scene, program } = asked();
    scene.operatorReplies(1, "an answer", { claimant: AKI });
    expect(program.end).toBe("an answer");
    expect(scene.factTypes.slice(-3)).toEqual(["turn-claimed", "turn-answered", "hold-resolved"]);
  });

  it("[PAIR-16] to another's turn is nothing", () => {
    const { scene, program } = asked();
    scene.claims(AKI, 1);
    const facts = scene.factTypes.length;
    scene.operatorReplies(1, "an answer", { claimant: BO });
    expect([scene.factTypes.length, program.end]).toEqual([facts, undefined]);
  });

  it("[PAIR-16] without a name does not ask whose the turn is", () => {
    const { scene, program } = asked();
    scene.claims(AKI, 1);
    scene.operatorReplies(1, "from a script");
    expect(program.end).toBe("from a script");
  });
});

describe("the context's visibility", () => {
  it("is part of the session, and outlasts its expiry", () => {
    const { scene } = asked();
    scene.hidesContext(true);
    expect(scene.shell.state.isContextHidden).toBe(true);
    expect(scene.facts("context-visibility-changed")).toEqual([
      { type: "context-visibility-changed", isHidden: true },
    ]);
    scene.waitAndRing(10 * 3_600_000);
    scene.send("program", "another question");
    expect([
      scene.factTypes.includes("session-expired"),
      scene.shell.state.isContextHidden,
    ]).toEqual([true, true]);
    scene.hidesContext(false);
    expect(scene.shell.state.isContextHidden).toBe(false);
  });
});
