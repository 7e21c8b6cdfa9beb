import { expect, waitUntil } from "@open-wc/testing";
import { openPopOut } from "../../../../widget/src/adapters/page/open-pop-out.ts";
import type { PopOutMessage } from "../../../../widget/src/ports/pop-out.ts";
import { buildReport } from "../../kit/fake-practice.ts";

const PRACTICE_URL = "https://operator.example/practice.html?course=4#old";

/** Opens a window that exists only as the source of messages. */
function open(
  practiceUrl = PRACTICE_URL,
  popup: Window | null = new MessageChannel().port1 as never,
) {
  const real = window.open.bind(window);
  const opened: URL[] = [];
  window.open = (address) => {
    opened.push(new URL(String(address)));
    return popup;
  };
  const heard: PopOutMessage[] = [];
  const leaving = new AbortController();
  const attributes = { api: "https://api.example/v1", "learner-token": "a&b=c", captions: "" };
  const isOpen = openPopOut(
    { practiceUrl, attributes },
    (message) => heard.push(message),
    leaving.signal,
  );
  window.open = real;
  const fragment = new URLSearchParams(opened[0]?.hash.slice(1));
  const envelope = (message: unknown) => ({
    source: "maka-voice-coach",
    nonce: fragment.get("nonce"),
    message,
  });
  const send = (data: unknown, change: { origin?: string; source?: unknown } = {}): void => {
    const origin = change.origin ?? "https://operator.example";
    const source = "source" in change ? change.source : popup;
    window.dispatchEvent(new MessageEvent("message", { data, origin, source: source as never }));
  };
  return { isOpen, opened, fragment, heard, envelope, send, leaving };
}

const STARTED = { type: "session-started", sessionId: "s" } as const;

describe("openPopOut()", () => {
  it("puts what the page needs into the fragment, where no server sees it", () => {
    const { opened, fragment, isOpen } = open();
    expect(isOpen).to.equal(true);
    expect(opened[0]?.href.split("#")[0]).to.equal(PRACTICE_URL.split("#")[0]);
    expect(fragment.get("api")).to.equal("https://api.example/v1");
    expect(fragment.get("learner-token")).to.equal("a&b=c");
    expect(fragment.has("captions")).to.equal(false);
    expect(fragment.get("opener-origin")).to.equal(location.origin);
    expect(fragment.get("nonce")?.length).to.be.at.least(16);
  });

  it("hears what the window says", () => {
    const { heard, envelope, send } = open();
    const report = buildReport();
    send(envelope(STARTED));
    send(envelope({ type: "session-ended", sessionId: "s", reason: "left", usedSeconds: null }));
    send(envelope({ type: "report-ready", report }));
    send(envelope({ type: "report-missing" }));
    expect(heard.map(({ type }) => type)).to.deep.equal([
      "session-started",
      "session-ended",
      "report-ready",
      "report-missing",
    ]);
  });

  it("notices once that the window was closed, and looks no more after its signal was aborted", async () => {
    const popup = { closed: false };
    const { heard } = open(PRACTICE_URL, popup as never);
    const left = { closed: true };
    const leaving = open(PRACTICE_URL, left as never);
    leaving.leaving.abort();
    popup.closed = true;
    await waitUntil(() => heard.length > 0, "", { timeout: 3_000 });
    expect(heard).to.deep.equal([{ type: "report-missing" }]);
    expect(leaving.heard).to.deep.equal([]);
  });

  it("hears nobody else", () => {
    const { heard, envelope, send } = open();
    send(envelope(STARTED), { origin: "https://evil.example" });
    send(envelope(STARTED), { source: window });
    send(envelope(STARTED), { source: null });
    send({ ...envelope(STARTED), nonce: "guessed" });
    send({ ...envelope(STARTED), source: "another-widget" });
    expect(heard).to.deep.equal([]);
  });

  it("hears nothing that is not what it says it is", () => {
    const { heard, envelope, send } = open();
    for (const message of [
      null,
      "session-started",
      { type: "session-started" },
      { type: "session-ended", sessionId: "s" },
      { type: "report-ready", report: { total: 100 } },
      { type: "report-ready" },
      { type: "turn-completed", sessionId: "s" },
    ])
      send(envelope(message));
    for (const data of [null, 7, "x", [], { nonce: 1 }]) send(data);
    expect(heard).to.deep.equal([]);
  });

  it("hears nothing after its signal was aborted", () => {
    const { heard, envelope, send, leaving } = open();
    leaving.abort();
    send(envelope(STARTED));
    expect(heard).to.deep.equal([]);
  });

  it("opens nothing when the address is no page of the web", () => {
    for (const address of ["javascript:alert(1)", "data:text/html,x", "practice.html", ""]) {
      const { isOpen, opened } = open(address);
      expect([isOpen, opened.length], address).to.deep.equal([false, 0]);
    }
  });

  it("says so when the browser opens no window", () => {
    expect(open(PRACTICE_URL, null).isOpen).to.equal(false);
  });
});
