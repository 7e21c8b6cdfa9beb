import "../../../widget/src/entries/before-call.ts";
import "../../../widget/src/entries/call.ts";
import "../../../widget/src/entries/during-call.ts";
import "../../../widget/src/entries/figure.ts";
import "../../../widget/src/entries/push-to-talk.ts";
import { ATTEMPTS, FULL_REPORT } from "./full-report.ts";
import { askBrief } from "../../../widget/src/elements/kit/brief-request.ts";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { MakaVoiceCoach } from "../../../widget/src/elements/tag/maka-voice-coach.ts";
import { openPractice, renewToken } from "../../../widget/src/elements/tag/open-practice.ts";
import type { SessionState } from "../../../widget/src/domain/state/session-state.ts";
import {
  CARD,
  CARD_ANSWERS,
  FakePractice,
  TURNS,
  buildBrief,
  buildReport,
} from "../kit/fake-practice.ts";

/** Every state worth looking at. Open with `?view=<name>`, and any attribute of the tag beside it. */
const CALL = { phase: "in-call", turns: TURNS, remainingSeconds: 252 } as const;
const DEVICES = ["Built-in microphone", "Headset"].map((label) => ({ id: label, label }));
const DURING_CALL: Partial<SessionState> = {
  ...CALL,
  progress: { objectives: ["need"], steps: [] },
  connectionQuality: "good",
  microphone: { status: "open", devices: DEVICES, deviceId: "Headset", trouble: null },
  output: {
    devices: ["Built-in loudspeakers", "Headset"].map((label) => ({ id: label, label })),
    deviceId: null,
    choosable: true,
    volume: 0.8,
  },
};
const VIEWS: Readonly<Record<string, Partial<SessionState> | null>> = {
  brief: null,
  attempts: null,
  used: null,
  focus: null,
  timeless: null,
  off: null,
  consent: { phase: "consent" },
  first: { phase: "consent", checkDue: true },
  other: { phase: "consent", otherCall: true },
  facts: { phase: "consent" },
  typing: { phase: "consent", input: "text" },
  check: {
    phase: "microphone-check",
    microphone: {
      status: "open",
      devices: ["Built-in microphone", "Headset"].map((label) => ({ id: label, label })),
      deviceId: "Headset",
      trouble: null,
    },
  },
  microphone: { phase: "requesting-microphone" },
  connecting: { phase: "connecting" },
  call: { ...DURING_CALL, activity: "persona-speaking" },
  opening: { ...DURING_CALL, turns: TURNS.slice(0, 2), activity: "persona-speaking" },
  poor: { ...DURING_CALL, connectionQuality: "poor" },
  recovering: { ...DURING_CALL, recovery: "calling-again" },
  offered: { ...DURING_CALL, recovery: "offered" },
  menu: DURING_CALL,
  card: { ...DURING_CALL, card: CARD, activity: "learner-speaking" },
  found: { ...DURING_CALL, card: { ...CARD, answers: CARD_ANSWERS } },
  interrupted: { phase: "interrupted", interruption: { remainingSeconds: 200, elsewhere: false } },
  over: { phase: "interrupted", interruption: { remainingSeconds: 0, elsewhere: false } },
  elsewhere: { phase: "interrupted", interruption: { remainingSeconds: 200, elsewhere: true } },
  rehearsal: { ...CALL, activity: "learner-speaking", rehearsal: true, remainingSeconds: 41 },
  muted: { ...CALL, muted: true, connectionWeak: true },
  talk: { ...CALL, input: "push-to-talk", talking: true, activity: "learner-speaking" },
  held: { ...CALL, input: "push-to-talk" },
  typed: { ...CALL, input: "text" },
  unplugged: {
    ...CALL,
    microphone: { status: "lost", devices: [], deviceId: null, trouble: "mic_missing" },
  },
  ending: { phase: "ending", turns: TURNS, endReason: "deadline" },
  denied: { phase: "failed", failure: { code: "mic_denied", requestId: null, limit: null } },
  blocked: {
    phase: "failed",
    failure: { code: "mic_blocked_by_page", requestId: null, limit: null },
  },
  limit: {
    phase: "failed",
    failure: {
      code: "limit_reached",
      requestId: "req_7f3a91c2",
      limit: { name: "learner_day", cap: 1800, used: 1800, resetsAt: "2026-11-22T00:00:00Z" },
    },
  },
  pending: { phase: "report-pending", turns: TURNS, endReason: "deadline" },
  report: { phase: "report-ready", report: buildReport(), turns: TURNS },
  full: {
    phase: "report-ready",
    report: FULL_REPORT,
    turns: TURNS,
    sessionId: FULL_REPORT.sessionId,
  },
  unscored: { phase: "not-scored", notScoredReason: "no_learner_turns", turns: TURNS.slice(0, 1) },
  unreported: { phase: "report-failed", turns: TURNS },
};

function findDeep(root: Element | ShadowRoot, selector: string): HTMLElement | null {
  for (const element of root.querySelectorAll("*")) {
    const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (found) return found;
    const deeper = element.shadowRoot ? findDeep(element.shadowRoot, selector) : null;
    if (deeper) return deeper;
  }
  return null;
}

const NO_TIME = { sessionSeconds: 0, remainingSeconds: 0, resetsAt: "2026-12-01T00:00:00Z" };
const query = new URLSearchParams(location.search);
const view = query.get("view") ?? "brief";
const practices: FakePractice[] = [];
MakaVoiceCoach.services = {
  loadBrief: () =>
    view === "loading"
      ? new Promise(() => undefined)
      : Promise.resolve(
          view === "unreachable"
            ? { code: "server_unreachable", requestId: null, detail: "gallery" }
            : buildBrief({
                practiceUrl: "https://example.invalid/practice.html",
                ...(view === "timeless" ? { limits: NO_TIME } : {}),
                ...(view === "off" ? { features: { voice: false } } : {}),
                ...(view === "attempts" ? { attempts: { made: 1, allowed: 3, best: 71 } } : {}),
                ...(view === "used" ? { attempts: { made: 3, allowed: 3, best: 71 } } : {}),
                rehearsal: view === "rehearsal",
                consent: {
                  ...buildBrief().consent,
                  facts: view === "facts",
                  notices:
                    view === "facts"
                      ? ["This is an official attempt: the coaches of Maka read it."]
                      : [],
                },
              }),
        ),
  readSessionMarker: () => null,
  loadCall: () =>
    Promise.resolve({
      renewToken,
      openPractice: (setup) =>
        openPractice(setup, (options) => {
          const practice = new FakePractice(options);
          practice.personaLevel = 0.5;
          practice.learnerLevel = 0.3;
          if (view === "full") practice.loadAttempts = () => Promise.resolve(ATTEMPTS);
          practices.push(practice);
          return practice;
        }),
    }),
};
defineOnce("maka-voice-coach", MakaVoiceCoach);

const tag = new MakaVoiceCoach();
if (view !== "unset") tag.setAttribute("scenario", "website-sales-fr");
tag.setAttribute("api", "https://example.invalid");
tag.setAttribute("embed-key", "mk_demo");
for (const [name, value] of query) if (name !== "view") tag.setAttribute(name, value);
document.querySelector("main")?.append(tag);
const change = VIEWS[view];
if (change) {
  await tag.start();
  practices[0]?.show(change);
} else {
  await tag.updateComplete;
  tag.shadowRoot?.querySelector<HTMLElement>(".launcher")?.click();
}
// What a call fetches as it begins.
for (let round = 0; round < 100 && change?.phase === "in-call"; round += 1) {
  if (tag.shadowRoot && findDeep(tag.shadowRoot, "[part=objectives]")) break;
  await new Promise((resolve) => setTimeout(resolve, 20));
}
if (view === "focus") {
  while (!tag.shadowRoot?.querySelector("maka-brief"))
    await new Promise((resolve) => setTimeout(resolve, 20));
  askBrief(
    tag.shadowRoot.querySelector("maka-brief") ?? tag,
    "answer the doubt before you explain",
  );
}
if (view === "menu" && tag.shadowRoot) findDeep(tag.shadowRoot, "[part=sound-button]")?.click();
document.documentElement.dataset["ready"] = "true";
