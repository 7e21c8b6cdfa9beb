import { expect } from "@open-wc/testing";
import { IndexedDbOutbox } from "../../../../widget/src/adapters/storage/indexed-db-outbox.ts";
import { readSessionMarker } from "../../../../widget/src/adapters/storage/session-marker.ts";
import { createSessionKeeper } from "../../../../widget/src/adapters/storage/session-keeper.ts";
import { readUnsentOfEnded } from "../../../../widget/src/adapters/storage/kept-turns.ts";

const PRACTICE = { embedKey: "mk_keeper", scenario: "shop", learnerToken: null };

/** A learner token as a site signs it; whether it is genuine only the server can tell. */
function tokenOf(claims: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const text = btoa(String.fromCharCode(...bytes));
  return `e30.${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.signature`;
}

const RECORD = {
  credential: { api: "https://api.example", sessionId: "session-k", sessionToken: "token" },
  heartbeatSeconds: 15,
  rehearsal: false,
};
const TURN = {
  sequence: 3,
  itemId: "item_3",
  previousItemId: null,
  speaker: "learner",
  state: "final",
  text: "Hello.",
  startedAtMs: 1,
  endedAtMs: 2,
} as const;

describe("SessionKeeper", () => {
  it("keep() leaves the session and the marker that the tag reads; forget() takes both away", async () => {
    const keeper = createSessionKeeper(new IndexedDbOutbox());
    await keeper.keep(PRACTICE, RECORD);
    expect(readSessionMarker("mk_keeper", "shop")).to.equal("session-k");
    expect(readSessionMarker("mk_keeper", "other")).to.equal(null);
    expect(await createSessionKeeper(new IndexedDbOutbox()).recall(PRACTICE)).to.deep.equal(RECORD);
    await keeper.forget(PRACTICE);
    expect(readSessionMarker("mk_keeper", "shop")).to.equal(null);
    expect(await keeper.recall(PRACTICE)).to.equal(null);
  });

  it("recall() passes over what is not ours", async () => {
    const outbox = new IndexedDbOutbox();
    const keeper = createSessionKeeper(outbox);
    const practice = "mk_keeper:shop";
    await outbox.run("sessions", "readwrite", (store) => store.put({ practice, version: 1 }));
    expect(await keeper.recall(PRACTICE)).to.equal(null);
    await keeper.forget(PRACTICE);
  });

  it("recall() gives a session whatever the clock says now: the server knows whether it lives", async () => {
    const keeper = createSessionKeeper(new IndexedDbOutbox());
    await keeper.keep(PRACTICE, RECORD);
    const now = Date.now;
    try {
      for (const offDays of [-400, -1.1, 1.1, 400]) {
        Date.now = () => now() + offDays * 24 * 60 * 60 * 1_000;
        expect(await keeper.recall(PRACTICE)).to.deep.equal(RECORD);
      }
    } finally {
      Date.now = now;
    }
    await keeper.forget(PRACTICE);
  });

  it("recall() gives a session to the learner who left it alone, by whatever token", async () => {
    const keeper = createSessionKeeper(new IndexedDbOutbox());
    const asked = (learnerToken: string | null) => keeper.recall({ ...PRACTICE, learnerToken });
    await keeper.keep({ ...PRACTICE, learnerToken: tokenOf({ sub: "zoë-1", jti: "a" }) }, RECORD);
    expect(await asked(tokenOf({ sub: "zoë-1", jti: "b" }))).to.deep.equal(RECORD);
    for (const other of [null, tokenOf({ sub: "zoë-2" }), tokenOf({}), tokenOf([]), "e30", ""]) {
      expect(await asked(other), String(other)).to.equal(null);
    }
    await keeper.keep(PRACTICE, RECORD);
    expect(await asked(tokenOf({ sub: "zoë-1" }))).to.equal(null);
    expect(await asked(null)).to.deep.equal(RECORD);
    await keeper.forget(PRACTICE);
  });

  it("keep() leaves no word of who the learner is", async () => {
    const outbox = new IndexedDbOutbox();
    const keeper = createSessionKeeper(outbox);
    const learnerToken = tokenOf({ sub: "canary-subject", name: "canary-name" });
    await keeper.keep({ ...PRACTICE, learnerToken }, RECORD);
    const stored = await outbox.run<unknown>("sessions", "readonly", (store) =>
      store.get("mk_keeper:shop"),
    );
    expect(JSON.stringify(stored)).to.not.contain("canary");
    expect(JSON.stringify(stored)).to.not.contain(learnerToken);
    await keeper.forget(PRACTICE);
  });

  it("unsent() gives the turns of one session, live or not, by sequence", async () => {
    const outbox = new IndexedDbOutbox();
    const { credential } = RECORD;
    await outbox.add({ credential, turn: { ...TURN, sequence: 10 } });
    await outbox.add({ credential, turn: TURN });
    await outbox.add({ credential: { ...credential, sessionId: "session-l" }, turn: TURN });
    const unsent = await createSessionKeeper(outbox).unsent("session-k");
    expect(unsent.map(({ sequence }) => sequence)).to.deep.equal([3, 10]);
    await outbox.remove("session-k", [3, 10]);
    await outbox.remove("session-l", [3]);
  });

  it("the outbox keeps what an older page left when its database is made anew", async () => {
    const gone = indexedDB.deleteDatabase("maka-voice-coach");
    await new Promise((resolve) => {
      gone.onsuccess = resolve;
    });
    const opening = indexedDB.open("maka-voice-coach", 1);
    await new Promise((resolve) => {
      opening.onupgradeneeded = () => {
        opening.result.createObjectStore("turns", { keyPath: ["sessionId", "sequence"] });
      };
      opening.onsuccess = resolve;
    });
    const transaction = opening.result.transaction("turns", "readwrite");
    transaction.objectStore("turns").put({
      ...RECORD.credential,
      version: 1,
      sequence: 3,
      turn: TURN,
    });
    await new Promise((resolve) => {
      transaction.oncomplete = resolve;
    });
    opening.result.close();
    const outbox = new IndexedDbOutbox();
    const left = await readUnsentOfEnded(outbox);
    expect(left).to.deep.equal([{ credential: RECORD.credential, turn: TURN }]);
    await outbox.remove("session-k", [3]);
  });
});
