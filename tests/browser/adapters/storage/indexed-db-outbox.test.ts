import { expect } from "@open-wc/testing";
import type { ReportedTurn } from "#contract/turn.ts";
import { readUnsentOfEnded } from "../../../../widget/src/adapters/storage/kept-turns.ts";
import { IndexedDbOutbox } from "../../../../widget/src/adapters/storage/indexed-db-outbox.ts";
import type { OutboxRecord } from "../../../../widget/src/ports/outbox.ts";
import { loadInFrame } from "../../kit/frame.ts";

function record(sequence: number, sessionId = "session-1"): OutboxRecord {
  const turn: ReportedTurn = {
    sequence,
    itemId: `item_${sequence}`,
    previousItemId: null,
    speaker: "learner",
    state: "final",
    text: "Hello.",
    startedAtMs: 1,
    endedAtMs: 2,
  };
  const credential = { api: "https://api.example", sessionId, sessionToken: "token" };
  return { credential, turn };
}

/** The store as another visit finds it. */
async function openStore(): Promise<IDBDatabase> {
  const opening = indexedDB.open("maka-voice-coach");
  return new Promise((resolve, reject) => {
    opening.onsuccess = () => {
      resolve(opening.result);
    };
    opening.onerror = () => {
      reject(new Error("The store does not open."));
    };
  });
}

async function putRaw(value: object): Promise<void> {
  const database = await openStore();
  const transaction = database.transaction("turns", "readwrite");
  transaction.objectStore("turns").put(value);
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  database.close();
}

describe("IndexedDbOutbox", () => {
  beforeEach(async () => {
    const outbox = new IndexedDbOutbox();
    for (const { credential, turn } of await readUnsentOfEnded(outbox)) {
      await outbox.remove(credential.sessionId, [turn.sequence]);
    }
  });

  it("add() keeps a record for the visits after this one, in order", async () => {
    const outbox = new IndexedDbOutbox();
    expect(await outbox.add(record(2))).to.equal(true);
    expect(await outbox.add(record(1))).to.equal(true);
    expect(await readUnsentOfEnded(new IndexedDbOutbox())).to.deep.equal([record(1), record(2)]);
  });

  it("remove() forgets what was acknowledged, and only that", async () => {
    const outbox = new IndexedDbOutbox();
    await outbox.add(record(1));
    await outbox.add(record(2));
    await outbox.remove("session-1", [1]);
    expect(await readUnsentOfEnded(new IndexedDbOutbox())).to.deep.equal([record(2)]);
  });

  it("readUnsentOfEnded() leaves a running session alone until it is released", async () => {
    const outbox = new IndexedDbOutbox();
    await outbox.add(record(1, "session-live"));
    expect(await readUnsentOfEnded(outbox)).to.deep.equal([]);
    outbox.release("session-live");
    expect(await readUnsentOfEnded(outbox)).to.deep.equal([record(1, "session-live")]);
  });

  it("readUnsentOfEnded() finds what lies there whatever the clock says now", async () => {
    await new IndexedDbOutbox().add(record(1));
    const now = Date.now;
    try {
      for (const offDays of [-400, -1.1, 1.1, 400]) {
        Date.now = () => now() + offDays * 24 * 60 * 60 * 1_000;
        expect(await readUnsentOfEnded(new IndexedDbOutbox())).to.deep.equal([record(1)]);
      }
    } finally {
      Date.now = now;
    }
  });

  it("readUnsentOfEnded() passes over records that are not ours", async () => {
    await new IndexedDbOutbox().add(record(1));
    await putRaw({ sessionId: "session-x", sequence: 1, turn: "nonsense" });
    expect(await readUnsentOfEnded(new IndexedDbOutbox())).to.deep.equal([record(1)]);
  });

  it("add() says that nothing is kept when storage is forbidden", async () => {
    const frame = await loadInFrame("adapters/storage/indexed-db-outbox.ts", (window) => {
      window.IDBFactory.prototype.open = () => {
        throw new window.DOMException("forbidden", "SecurityError");
      };
    });
    const Outbox: unknown = Reflect.get(frame.exports, "IndexedDbOutbox");
    if (typeof Outbox !== "function") throw new Error("The frame exports no outbox.");
    const outbox: unknown = Reflect.construct(Outbox, []);
    if (!isOutbox(outbox)) throw new Error("The frame's outbox is none.");
    expect(await outbox.add(record(1))).to.equal(false);
    await outbox.remove("session-1", [1]);
    frame.remove();
  });
});

function isOutbox(value: unknown): value is IndexedDbOutbox {
  return typeof value === "object" && value !== null && "add" in value;
}
