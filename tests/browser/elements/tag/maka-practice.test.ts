import { expect } from "@open-wc/testing";
import type { CoachErrorCode } from "../../../../widget/src/domain/state/coach-error.ts";
import type { Failure, SessionState } from "../../../../widget/src/domain/state/session-state.ts";
import { englishCall } from "../../../../widget/src/locales/en/call.ts";
import {
  CARD,
  CARD_ANSWERS,
  TURNS,
  buildBrief,
  buildReport,
  buildTurn,
} from "../../kit/fake-practice.ts";
import {
  findAllDeep,
  findDeep,
  getDeep,
  mountCoach,
  settle,
  start,
  textOf,
} from "../../kit/mount-coach.ts";
import type { MountedCoach } from "../../kit/mount-coach.ts";

const CALL = { phase: "in-call", turns: TURNS, remainingSeconds: 252 } as const;

const INTERRUPTED = {
  phase: "interrupted",
  interruption: { remainingSeconds: 200, elsewhere: false },
} as const;

const LOST = { status: "lost", devices: [], deviceId: null, trouble: "mic_missing" } as const;

/** What the call download leaves to be fetched when it is needed. */
before(async () => {
  await import("../../../../widget/src/entries/during-call.ts");
  await import("../../../../widget/src/entries/push-to-talk.ts");
});

/** A tag in a state of the call. */
async function show(change: Partial<SessionState>): Promise<MountedCoach> {
  const mounted = await mountCoach();
  const practice = await start(mounted);
  practice.show(change);
  await settle(mounted.tag);
  return mounted;
}

function failWith(code: CoachErrorCode, change: Partial<Failure> = {}): Partial<SessionState> {
  return { phase: "failed", failure: { code, requestId: null, limit: null, ...change } };
}

const STATES: Readonly<Record<string, Partial<SessionState>>> = {
  consent: { phase: "consent" },
  "the consent of a new learner": { phase: "consent", checkDue: true },
  "the consent beside another call": { phase: "consent", otherCall: true },
  "the consent of one who types": { phase: "consent", input: "text" },
  "the microphone check": { phase: "microphone-check" },
  "a call by push-to-talk": { ...CALL, input: "push-to-talk", talking: true },
  "a typed call": { ...CALL, input: "text" },
  "a call without a microphone": { ...CALL, microphone: LOST },
  "the question for the microphone": { phase: "requesting-microphone" },
  connecting: { phase: "connecting" },
  "the call": { ...CALL, activity: "persona-speaking" },
  "the last minute": { ...CALL, remainingSeconds: 41, rehearsal: true },
  "a weak connection": { ...CALL, connectionWeak: true, muted: true, turnsStored: false },
  ending: { phase: "ending", turns: TURNS, endReason: "deadline" },
  "a call with everything that helps": {
    ...CALL,
    progress: { objectives: ["need"], steps: [] },
    connectionQuality: "poor",
    card: { ...CARD, answers: CARD_ANSWERS },
  },
  "a call that is made again": { ...CALL, recovery: "calling-again", card: CARD },
  "a connection that did not come back": { ...CALL, recovery: "offered" },
  "an interrupted call": INTERRUPTED,
  "an interrupted call whose time is over": {
    phase: "interrupted",
    interruption: { remainingSeconds: 0, elsewhere: false },
  },
  "a call in another tab": {
    phase: "interrupted",
    interruption: { remainingSeconds: null, elsewhere: true },
  },
  "a refused microphone": failWith("mic_denied"),
  "a page that blocks the microphone": failWith("mic_blocked_by_page", { requestId: "req_1" }),
  "a report": { phase: "report-ready", report: buildReport(), turns: TURNS },
};

describe("MakaPractice", () => {
  for (const [name, change] of Object.entries(STATES))
    for (const theme of ["light", "dark"] as const)
      it(`is accessible in the ${theme} theme when it shows ${name}`, async () => {
        const { tag } = await show(change);
        tag.theme = theme;
        await settle(tag);
        await expect(tag).to.be.accessible();
      });

  for (const [name, change] of Object.entries(STATES))
    it(`fits a narrow column and a thumb when it shows ${name}`, async () => {
      const { tag } = await show(change);
      tag.style.width = "320px";
      await settle(tag);
      expect(tag.shadowRoot?.querySelector(".card")?.scrollWidth, "scrolls").to.be.at.most(318);
      const box = tag.getBoundingClientRect();
      for (const control of findAllDeep(tag, "button, input, select, summary")) {
        const target = control.matches("[type=checkbox], [type=radio]")
          ? (control.closest("label") ?? control)
          : control;
        const { width, height, left, right } = target.getBoundingClientRect();
        if (width === 0 || control.matches(".quote")) continue;
        expect(Math.round(height), control.outerHTML).to.be.at.least(44);
        const isInside = left >= box.left && right <= box.right;
        expect(isInside, control.outerHTML).to.equal(true);
      }
    });

  it("a page can style every part that the tag names (CK#86)", async () => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [sheet];
    const views: [keyof typeof STATES, string[]][] = [
      ["consent", ["card", "consent-button"]],
      ["the microphone check", ["call-button"]],
      ["a call by push-to-talk", ["talk-button"]],
      ["the call", ["mute-button", "end-button", "transcript", "caption"]],
      ["a call with everything that helps", ["sound-button", "objectives", "card-form"]],
      ["an interrupted call", ["resume-button"]],
      ["a refused microphone", ["retry-button"]],
      ["a report", ["report", "score", "criterion", "transcript", "retry-button"]],
    ];
    for (const [name, parts] of views) {
      const { tag } = await show(STATES[name] ?? {});
      for (const part of parts) {
        sheet.replaceSync(`maka-voice-coach::part(${part}) { --seen: yes }`);
        const style = getComputedStyle(getDeep(tag, `[part~=${part}]`));
        expect(style.getPropertyValue("--seen"), part).to.equal("yes");
      }
    }
    document.adoptedStyleSheets = [];
  });

  it("consent() is passed on inside the click when the learner agrees", async () => {
    const mounted = await show({ phase: "consent" });
    const button = getDeep(mounted.tag, "[part=consent-button]");
    expect(textOf(button)).to.contain("Agree and call Martine");
    button.click();
    expect(mounted.practices[0]?.asked).to.deep.equal(["begin", "consent"]);
  });

  it("the consent says who speaks, what is kept and for how long", async () => {
    const { tag } = await show({ phase: "consent" });
    expect(textOf(tag)).to.contain("played by an AI").and.to.contain("stored for 30 days");
  });

  it("the consent leads a new learner to the check, and offers it to everybody else", async () => {
    const first = await show({ phase: "consent", checkDue: true });
    expect(textOf(getDeep(first.tag, "[part=consent-button]"))).to.contain("Agree and continue");
    expect(textOf(first.tag)).not.to.contain(englishCall.checkMicrophone);
    const { tag, practices } = await show({ phase: "consent" });
    const link = getDeep(tag, ".go .quiet");
    expect(textOf(link)).to.contain(englishCall.checkMicrophone);
    link.click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "consent and check"]);
  });

  it("the consent of a learner who types says that no voice is sent", async () => {
    const { tag } = await show({ phase: "consent", input: "text" });
    expect(textOf(tag))
      .to.contain(englishCall.consentTyping)
      .and.not.to.contain(englishCall.consentVoice);
  });

  it("the consent says that another call would be ended, on the button as well", async () => {
    const { tag } = await show({ phase: "consent", otherCall: true });
    expect(textOf(getDeep(tag, "[role=alert]"))).to.contain(englishCall.otherCall);
    expect(textOf(getDeep(tag, "[part=consent-button]"))).to.contain("End it and call Martine");
  });

  it("the check calls, chooses and goes back when the learner does", async () => {
    const devices = ["a", "b"].map((id) => ({ id, label: id }));
    const microphone = { ...LOST, status: "open", devices, deviceId: "a", trouble: null } as const;
    const { tag, practices } = await show({ phase: "microphone-check", microphone });
    const view = getDeep(tag, "maka-microphone-check");
    const select = view.shadowRoot?.querySelector("select");
    if (!select) throw new Error("no choice");
    select.value = "b";
    select.dispatchEvent(new Event("change"));
    getDeep(tag, "[part=call-button]").click();
    getDeep(tag, ".quiet").click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "choose b", "call", "stop"]);
  });

  it("push-to-talk shows a button to talk and none to mute, and hands the turn over", async () => {
    const { tag, practices } = await show({ ...CALL, input: "push-to-talk" });
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "[part=mute-button]")).to.equal(null);
    const button = getDeep(tag, "button[part=talk-button]");
    button.click();
    await settle(tag);
    expect(button.getAttribute("aria-pressed")).to.equal("true");
    expect(textOf(button)).to.contain(englishCall.talking);
    globalThis.dispatchEvent(new Event("blur"));
    expect(practices[0]?.asked).to.deep.equal(["begin", "talk", "hand over"]);
  });

  it("a typed call has its box open and no button for a microphone", async () => {
    const { tag } = await show({ ...CALL, input: "text" });
    getDeep(tag, "[part=text-input]");
    expect(getDeep(tag, "footer").querySelectorAll("button").length).to.equal(1);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "[part=mute-button]")).to.equal(null);
    expect(textOf(getDeep(tag, "[role=status]"))).to.contain("Martine reads what you type");
  });

  it("a microphone that is gone is told of and opens the box", async () => {
    const { tag, practices } = await show(CALL);
    practices[0]?.show({ microphone: { ...LOST, status: "replacing" } });
    await settle(tag);
    expect(textOf(getDeep(tag, "[role=status]"))).to.contain(englishCall.microphoneReplaced);
    practices[0]?.show({ microphone: LOST });
    await settle(tag);
    expect(textOf(getDeep(tag, "[role=status]"))).to.contain(englishCall.microphoneLost);
    getDeep(tag, "[part=text-input]");
  });

  it("fires every public event at the tag with plain JSON, each turn of the transcript too, when the practice gives notice (CK#46)", async () => {
    const { tag, practices } = await show(CALL);
    const fired: unknown[] = [];
    const types = ["session-started", "turn-completed", "voice-activity", "warning"];
    types.push(
      "session-ended",
      "report-ready",
      "limit-reached",
      "error",
      "phase-changed",
      "step-reached",
    );
    for (const type of types)
      document.addEventListener(
        `maka-${type}`,
        (event) => {
          expect(event.target).to.equal(tag);
          if (event instanceof CustomEvent) fired.push([event.type, event.detail]);
        },
        { once: true },
      );
    const turn = buildTurn(1);
    const failure = { code: "limit_reached", requestId: "req_9", limit: null } as const;
    const progress = { objectives: ["need"], steps: [{ id: "opening", title: "Opening" }] };
    const criteria = [{ id: "need", level: 4 }];
    const figures = { sessionId: "s1", total: 71, passMark: 60, passed: true, criteria };
    const step = { sessionId: "s1", step: null, objective: "need", progress };
    practices[0]?.show(
      { phase: "failed", failure },
      { type: "session-started", sessionId: "s1" },
      { type: "turn-completed", turn },
      { type: "voice-activity", speaker: "persona", speaking: true },
      { type: "warning", code: "time_short" },
      { type: "step-reached", ...step },
      { type: "session-ended", sessionId: "s1", reason: "deadline", usedSeconds: 299 },
      { type: "report-ready", ...figures },
      { type: "failed", failure },
    );
    expect(JSON.parse(JSON.stringify(fired))).to.deep.equal([
      ["maka-session-started", { sessionId: "s1" }],
      ["maka-turn-completed", { turn }],
      ["maka-voice-activity", { speaker: "persona", speaking: true }],
      ["maka-warning", { code: "time_short" }],
      ["maka-step-reached", step],
      ["maka-session-ended", { sessionId: "s1", reason: "deadline", usedSeconds: 299 }],
      ["maka-report-ready", figures],
      ["maka-limit-reached", { limit: null }],
      ["maka-error", { code: "limit_reached", requestId: "req_9" }],
      ["maka-phase-changed", { phase: "failed", previous: "in-call" }],
    ]);
  });

  it("the properties of the tag follow the practice when its state changes", async () => {
    const { tag } = await show({ ...CALL, activity: "persona-speaking", muted: true });
    expect([tag.phase, tag.remainingSeconds, tag.turns.length]).to.deep.equal(["in-call", 252, 8]);
    for (const state of ["in-call", "persona-speaking", "muted"])
      expect(tag.matches(`:state(${state})`), state).to.equal(true);
    expect(tag.matches(":state(consent)")).to.equal(false);
  });

  it("the mute button mutes, says so, and unmutes when pressed again", async () => {
    const { tag, practices } = await show(CALL);
    const button = getDeep(tag, "[part=mute-button]");
    expect(textOf(button)).to.contain("Mute");
    button.click();
    practices[0]?.show({ muted: true });
    await settle(tag);
    expect(textOf(button)).to.contain("Unmute");
    expect(textOf(tag)).to.contain("Your microphone is off");
    button.click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "mute", "unmute"]);
  });

  it("the end button asks in the first ten seconds and not after them", async () => {
    const { tag, practices } = await show({ ...CALL, remainingSeconds: 300 });
    practices[0]?.show({ remainingSeconds: 291 });
    await settle(tag);
    getDeep(tag, "[part=end-button]").click();
    const dialog = getDeep(tag, "dialog");
    expect(dialog).to.have.property("open", true);
    expect(practices[0]?.asked).to.deep.equal(["begin"]);
    getDeep(tag, "dialog .primary").click();
    expect(dialog).to.have.property("open", false);
    practices[0]?.show({ remainingSeconds: 290 });
    await settle(tag);
    getDeep(tag, "[part=end-button]").click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "stop"]);
  });

  it("the question whether to end is closed before the end, and sends no form", async () => {
    const { tag, practices } = await show({ ...CALL, remainingSeconds: 300 });
    getDeep(tag, "[part=end-button]").click();
    const dialog = getDeep(tag, "dialog");
    let sent = 0;
    dialog.addEventListener("submit", () => (sent += 1));
    getDeep(tag, "dialog .end").click();
    expect(practices[0]?.asked).to.deep.equal(["begin", "stop"]);
    expect(dialog).to.have.property("open", false);
    expect(sent).to.equal(0);
  });

  it("the question whether to end goes away when the call ends by itself", async () => {
    const { tag, practices } = await show({ ...CALL, remainingSeconds: 300 });
    getDeep(tag, "[part=end-button]").click();
    practices[0]?.show({ phase: "ending", remainingSeconds: null });
    await settle(tag);
    expect(tag.shadowRoot && findDeep(tag.shadowRoot, "dialog")).to.equal(null);
  });

  it("sendText() gets what was typed when the learner sends it, and nothing when it is blank", async () => {
    const { tag, practices } = await show(CALL);
    getDeep(tag, "footer [aria-expanded]").click();
    await settle(tag);
    const input = getDeep(tag, "textarea");
    if (!(input instanceof HTMLTextAreaElement)) throw new Error("no field");
    expect(input.matches(":focus")).to.equal(true);
    for (const value of ["  ", " Good morning "]) {
      input.value = value;
      input.form?.requestSubmit();
    }
    expect(practices[0]?.asked).to.deep.equal(["begin", "say Good morning"]);
    expect(input.value).to.equal("");
  });

  it("Enter sends during IME (EL#750): Enter sends nothing while a word is being composed", async () => {
    const { tag } = await show(CALL);
    getDeep(tag, "footer [aria-expanded]").click();
    await settle(tag);
    const composing = new KeyboardEvent("keydown", {
      key: "Enter",
      isComposing: true,
      cancelable: true,
    });
    getDeep(tag, "textarea").dispatchEvent(composing);
    expect(composing.defaultPrevented).to.equal(true);
  });

  it("the time left is a warning by colour and weight from sixty seconds on", async () => {
    const { tag, practices } = await show({ ...CALL, remainingSeconds: 61 });
    const { color, fontWeight } = getComputedStyle(getDeep(tag, ".time"));
    practices[0]?.show({ remainingSeconds: 60 });
    await settle(tag);
    const time = getComputedStyle(getDeep(tag, ".time"));
    expect(time.color).not.to.equal(color);
    expect(Number(time.fontWeight)).to.be.greaterThan(Number(fontWeight));
    expect(textOf(getDeep(tag, "[role=timer]"))).to.contain("1:00 left");
  });

  it("the status line changes only when there is something to say", async () => {
    const { tag, practices } = await show({ ...CALL, remainingSeconds: 200 });
    const status = getDeep(tag, "[role=status]");
    const said = new Set([status.textContent]);
    for (let seconds = 199; seconds > 0; seconds -= 1) {
      practices[0]?.show({
        remainingSeconds: seconds,
        activity: seconds % 2 ? "idle" : "persona-speaking",
      });
      await tag.updateComplete;
      await Promise.resolve();
      said.add(status.textContent);
    }
    expect([...said]).to.deep.equal([
      "You are connected. Martine can hear you.",
      "Two minutes left.",
      "One minute left.",
      "Half a minute left.",
    ]);
  });

  it("the captions are absent when the tag says captions=off", async () => {
    const mounted = await mountCoach({ captions: "off" });
    (await start(mounted)).show(CALL);
    await settle(mounted.tag);
    expect(mounted.tag.shadowRoot && findDeep(mounted.tag.shadowRoot, "maka-captions")).to.equal(
      null,
    );
  });

  it("the rehearsal is named during the call when a stand-in plays", async () => {
    const mounted = await mountCoach(
      {},
      { loadBrief: () => Promise.resolve(buildBrief({ rehearsal: true })) },
    );
    expect(textOf(mounted.tag)).to.contain("Rehearsal");
    (await start(mounted)).show({ ...CALL, rehearsal: true });
    await settle(mounted.tag);
    expect(textOf(getDeep(mounted.tag, "header .tag"))).to.contain("Rehearsal");
  });
});
