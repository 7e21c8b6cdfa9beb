import { expect } from "@open-wc/testing";
import { browserClock } from "../../../../widget/src/adapters/page/browser-clock.ts";
import { createSessionLock } from "../../../../widget/src/adapters/page/session-lock.ts";

/** Two locks of one page share locks and channel as two tabs do. */
const tabs = createSessionLock(browserClock);
const other = createSessionLock(browserClock);
let sessions = 0;

describe("SessionLock", () => {
  let sessionId: string;

  beforeEach(() => {
    sessions += 1;
    sessionId = `session-${sessions}`;
  });

  it("take() holds a session until its signal aborts", async () => {
    const hold = new AbortController();
    expect(await other.isHeld(sessionId)).to.equal(false);
    await tabs.take(sessionId, 1_000, hold.signal);
    expect(await other.isHeld(sessionId)).to.equal(true);
    const freed = new Promise<void>((resolve) => {
      other.whenFree(sessionId, new AbortController().signal, resolve);
    });
    hold.abort();
    await freed;
    expect(await other.isHeld(sessionId)).to.equal(false);
  });

  it("take() asks the tab that holds it, and waits until that lets go", async () => {
    const first = new AbortController();
    await tabs.take(sessionId, 1_000, first.signal);
    tabs.listen(sessionId, first.signal, () => {
      first.abort();
    });
    const second = new AbortController();
    await other.take(sessionId, 5_000, second.signal);
    expect(first.signal.aborted).to.equal(true);
    expect(await tabs.isHeld(sessionId)).to.equal(true);
    second.abort();
  });

  it("take() robs a tab that does not answer", async () => {
    const deaf = new AbortController();
    await tabs.take(sessionId, 1_000, deaf.signal);
    const second = new AbortController();
    await other.take(sessionId, 50, second.signal);
    expect(await tabs.isHeld(sessionId)).to.equal(true);
    second.abort();
    deaf.abort();
  });

  it("take() fulfils when its signal aborts while it waits", async () => {
    const first = new AbortController();
    await tabs.take(sessionId, 1_000, first.signal);
    const second = new AbortController();
    const taken = other.take(sessionId, 60_000, second.signal);
    second.abort();
    await taken;
    first.abort();
  });

  it("take() and isHeld() find the session free where locks are forbidden, as in a sandboxed frame", async () => {
    const refuse = (): Promise<never> =>
      Promise.reject(new DOMException("Access to the Locks API is denied", "SecurityError"));
    Object.defineProperty(navigator, "locks", {
      configurable: true,
      value: { query: refuse, request: refuse },
    });
    const hold = new AbortController();
    try {
      expect(await tabs.isHeld(sessionId)).to.equal(false);
      await tabs.take(sessionId, 60_000, hold.signal);
    } finally {
      Reflect.deleteProperty(navigator, "locks");
      hold.abort();
    }
    expect(navigator.locks).to.be.instanceOf(LockManager);
  });

  it("listen() hears of its own session only", async () => {
    const life = new AbortController();
    const asked: string[] = [];
    tabs.listen(sessionId, life.signal, () => asked.push(sessionId));
    await other.take(`${sessionId}-other`, 50, life.signal);
    const channel = new BroadcastChannel("maka-voice-coach");
    channel.postMessage({ nonsense: true });
    channel.close();
    expect(asked).to.deep.equal([]);
    life.abort();
  });
});
