import { expect } from "@open-wc/testing";
import { browserClock } from "../../../../widget/src/adapters/page/browser-clock.ts";
import { createBrowserPorts } from "../../../../widget/src/adapters/browser-ports.ts";
import { borrowSoundContext } from "../../../../widget/src/adapters/call/level-meter.ts";
import { readDeviceId } from "../../../../widget/src/adapters/storage/device-id.ts";
import { settle } from "../../../unit/session/fake-clock.ts";
import { loadInFrame } from "../../kit/frame.ts";

function callExport(exports: object, name: string): unknown {
  const value: unknown = Reflect.get(exports, name);
  if (typeof value !== "function") throw new Error(`${name} is no function.`);
  return Reflect.apply(value, undefined, []);
}

describe("browser adapters", () => {
  it("readDeviceId() keeps one random id for this browser", () => {
    localStorage.removeItem("maka-device-id");
    const created = readDeviceId();
    expect(created).to.match(/^[A-Za-z0-9_-]{8,64}$/);
    expect(readDeviceId()).to.equal(created);
  });

  it("readDeviceId() replaces an id that the server would refuse", () => {
    localStorage.setItem("maka-device-id", "<script>");
    expect(readDeviceId()).to.match(/^[A-Za-z0-9_-]{8,64}$/);
  });

  it("readDeviceId() gives null when storage is forbidden", async () => {
    const frame = await loadInFrame("adapters/storage/device-id.ts", (window) => {
      Object.defineProperty(window, "localStorage", {
        get: () => {
          throw new window.DOMException("forbidden", "SecurityError");
        },
      });
    });
    expect(callExport(frame.exports, "readDeviceId")).to.equal(null);
    frame.remove();
  });

  it("createBrowserPorts() names every attempt anew", () => {
    const ports = createBrowserPorts({ api: "https://api.example" });
    expect(ports.createAttemptKey()).to.match(/^[0-9a-f-]{36}$/);
    expect(ports.createAttemptKey()).to.not.equal(ports.createAttemptKey());
  });

  it("after() calls back once, and not at all when its signal aborted first", async () => {
    const calls: string[] = [];
    const aborted = new AbortController();
    const live = new AbortController().signal;
    browserClock.after(1, aborted.signal, () => calls.push("aborted"));
    aborted.abort();
    browserClock.after(0, aborted.signal, () => calls.push("never begun"));
    await new Promise<void>((resolve) => {
      browserClock.after(5, live, () => {
        calls.push("live");
        resolve();
      });
    });
    expect(calls).to.deep.equal(["live"]);
  });

  it("watch() tells of the page's moments until its signal aborts", () => {
    const { page } = createBrowserPorts({ api: "https://api.example" });
    const moments: string[] = [];
    const watching = new AbortController();
    page.watch(watching.signal, (moment) => moments.push(moment));
    window.dispatchEvent(new Event("pagehide"));
    document.dispatchEvent(new Event("visibilitychange"));
    watching.abort();
    window.dispatchEvent(new Event("pagehide"));
    expect(moments[0]).to.equal("left");
    expect(moments.length).to.equal(2);
  });

  it("borrowSoundContext() shares one context and closes it behind the last borrower", () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const context = borrowSoundContext(one.signal);
    expect(borrowSoundContext(other.signal)).to.equal(context);
    one.abort();
    expect(context?.state).to.not.equal("closed");
    other.abort();
    const next = new AbortController();
    expect(borrowSoundContext(next.signal)).to.not.equal(context);
    next.abort();
    expect(borrowSoundContext(next.signal)).to.equal(null);
  });

  it("keepAwake() asks anew each time the page is shown, and lets go in the end (EL#53, EL#420)", async () => {
    const asked: boolean[] = [];
    let released = 0;
    const frame = await loadInFrame("adapters/page/keep-awake.ts", (window) => {
      Object.defineProperty(window.document, "visibilityState", { value: "visible" });
      Object.defineProperty(window.navigator, "wakeLock", {
        value: {
          request: () => {
            asked.push(true);
            return Promise.resolve({ released: true, release: () => (released += 1) });
          },
        },
      });
    });
    const keepAwake: unknown = Reflect.get(frame.exports, "keepAwake");
    if (typeof keepAwake !== "function") throw new Error("There is no keepAwake.");
    const call = new AbortController();
    Reflect.apply(keepAwake, undefined, [call.signal]);
    await settle();
    frame.window.document.dispatchEvent(new Event("visibilitychange"));
    await settle();
    call.abort();
    frame.window.document.dispatchEvent(new Event("visibilitychange"));
    expect([asked.length, released]).to.deep.equal([2, 1]);
    frame.remove();
  });

  it("keepAwake() changes nothing when the browser refuses", async () => {
    const frame = await loadInFrame("adapters/page/keep-awake.ts", (window) => {
      Object.defineProperty(window.document, "visibilityState", { value: "visible" });
      Object.defineProperty(window.navigator, "wakeLock", { value: undefined });
    });
    const keepAwake: unknown = Reflect.get(frame.exports, "keepAwake");
    if (typeof keepAwake !== "function") throw new Error("There is no keepAwake.");
    const call = new AbortController();
    Reflect.apply(keepAwake, undefined, [call.signal]);
    await settle();
    call.abort();
    frame.remove();
  });
});
