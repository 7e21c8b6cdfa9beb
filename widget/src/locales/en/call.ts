import type { LimitDetail } from "#contract/problem.ts";
import type { CoachErrorCode } from "../../domain/state/coach-error.ts";

/** What happened, then what to do about it. */
type Explanation = readonly [happened: string, advice: string];

const failures: Record<CoachErrorCode, Explanation> = {
  mic_denied: [
    "Your browser does not let this page use the microphone",
    "Click the lock in the address bar, allow the microphone, then try again.",
  ],
  mic_missing: ["We found no microphone", "Plug one in or switch it on, then try again."],
  mic_busy: [
    "Another program is using your microphone",
    "Close the other call or recorder, then try again.",
  ],
  mic_blocked_by_page: [
    "This page does not allow the microphone",
    "Open the practice in a tab of its own, or tell the person who runs this course.",
  ],
  browser_unsupported: [
    "This browser cannot hold a call",
    "Please use a current version of Chrome, Edge, Firefox or Safari.",
  ],
  page_insecure: [
    "A call needs a secure page",
    "Open this page with https:// in its address, then try again.",
  ],
  configuration_invalid: [
    "This practice is not set up on this page",
    "Please tell the person who runs this course.",
  ],
  scenario_missing: [
    "This practice does not exist any more",
    "Please tell the person who runs this course.",
  ],
  feature_disabled: [
    "Spoken practice is switched off here",
    "Please tell the person who runs this course.",
  ],
  signed_out: ["You are signed out", "Reload the page."],
  session_rejected: ["The call was not accepted", "Please try again in a moment."],
  limit_reached: ["No practice can start right now", "Please come back later."],
  server_unreachable: ["We cannot reach the practice", "Check your connection, then try again."],
  connect_failed: [
    "The call did not get through",
    "A company network may block calls. Try again, or try another network.",
  ],
  connect_timeout: [
    "Nobody answered in time",
    "The connection may be slow. Try again in a moment.",
  ],
  connection_lost: [
    "The call broke off",
    "Check your connection, then try again. What was said before is kept.",
  ],
  protocol_violation: ["The call went wrong on our side", "Please try again in a moment."],
  aborted: ["The call was stopped", "You can try again whenever you like."],
  internal: ["Something on our side did not work", "Please try again in a moment."],
};

const limits: Record<LimitDetail["name"], string> = {
  organization_month: "Your organization has used its practice time for this month.",
  site_day: "The practice time of this site is used up for today.",
  learner_day: "Your practice time for today is used up. Well practised.",
  site_concurrency: "All lines are busy right now.",
  learner_concurrency: "Another practice of yours is still running.",
  learner_attempts: "You have used all your attempts at this practice.",
  hour_starts: "Too many practices were started within an hour. Try again later.",
  site_cost: "This site has used up what it may spend on practice for now.",
};

/** The English words from consent to the end of the call; the source that every other language follows. */
export const englishCall = {
  back: "Back",
  writeInstead: "Write instead",
  consentTitle: (name: string) => `Before you call ${name}`,
  consentPersona: (name: string) =>
    `${name} is played by an AI. The voice is not that of a real person.`,
  consentVoice: "Your voice is sent to the AI service; no recording is kept.",
  consentTyping: "You type: no microphone is used and no voice of yours is sent.",
  consentStored: (days: number) =>
    days === 1
      ? "The words of both sides are stored for one day, to write your report."
      : `The words of both sides are stored for ${days.toString()} days, to write your report.`,
  consentFacts:
    "Contacts and promises from the call may be noted for those who run the course. This is up to you.",
  consentFree: "You can end the call at any time.",
  headphones: "Headphones keep the customer’s voice out of yours.",
  consent: (name: string) => `Agree and call ${name}`,
  agree: "Agree and continue",
  checkMicrophone: "Check the microphone",
  otherCall: "Another call on this page is still open. Calling now ends it.",
  takeOver: (name: string) => `End it and call ${name}`,
  allowMicrophone: "Your browser asks for the microphone: please allow it.",
  calling: "Calling…",
  slow: "This takes longer than usual. We are waiting for the line.",
  listening: "listening",
  picksUp: (name: string) => `${name} is about to pick up and speaks first.`,
  youBegin: "You speak first.",
  thinking: "thinking…",
  speaking: "speaking…",
  connected: (name: string) => `You are connected. ${name} can hear you.`,
  connectedTalking: "You are connected. Hold the button or the space bar while you speak.",
  connectedTyping: (name: string) => `You are connected. ${name} reads what you type.`,
  microphoneReplaced: "Your microphone is gone. We try another one.",
  microphoneLost: "Your microphone is gone. Plug one in, or go on in writing.",
  weak: "The connection is interrupted. It may come back by itself.",
  callingAgain: (name: string) => `The line broke off. We are calling ${name} again…`,
  kept: "What was said is kept.",
  connectionBroken: "The line broke off.",
  connectedAgain: (name: string) => `You are connected again. ${name} knows where you stopped.`,
  working: "One moment…",
  lacking: "A part of this screen could not be loaded.",
  notStored: "This browser cannot keep a copy of the call; it is sent as you speak.",
  timeLeft: (time: string) => `${time} left`,
  twoMinutes: "Two minutes left.",
  oneMinute: "One minute left.",
  halfMinute: "Half a minute left.",
  captions: "Captions",
  you: "You",
  interrupted: "interrupted",
  unrecognized: "(words not understood)",
  newest: "To the newest",
  mute: "Mute",
  unmute: "Unmute",
  muted: "Your microphone is off",
  talk: "Hold or tap to talk",
  talking: "Release or tap to send",
  type: "Type",
  typeLabel: (name: string) => `Write to ${name}`,
  send: "Send",
  end: "End",
  endCall: "End call",
  hangUp: "Hang up",
  fold: "Fold away, keep the call",
  rehearsal: "Rehearsal",
  confirmTitle: "End the call already?",
  confirmHelp: "It has only just begun, so there will be little to report on.",
  keepTalking: "Keep talking",
  newTab: "Open this page in a new tab",
  reference: "Reference for support",
  copy: "Copy",
  copied: "Copied",
  resets: (time: string) => `It starts again ${time}.`,
  reportLoading: "Opening your report…",
  checkTitle: "Say hello",
  microphone: "Microphone",
  standard: "Standard device",
  call: (name: string) => `Call ${name}`,
  hearing: {
    waiting: "The ring moves when we hear you.",
    good: "The ring is you. We hear you well.",
    quiet: "We hear you, but faintly. Come closer, or turn the microphone up.",
    nothing: "We hear no voice yet. Say a sentence, or choose another microphone.",
    silent:
      "Nothing at all arrives. The microphone may be switched off, or another program may hold it.",
  },
  failures,
  limits,
};

/** The words from consent to the end of the call, in some language. */
export type CallTexts = typeof englishCall;
