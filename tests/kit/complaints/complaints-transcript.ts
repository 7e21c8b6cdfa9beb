import type { Complaint } from "./complaints.ts";

/** Complaints about the transcript, the state and the cost of a call, and about life inside a learning platform. */
export const TRANSCRIPT_AND_LMS_COMPLAINTS: readonly Complaint[] = [
  {
    ids: ["EL#660", "EL#767", "EL#775", "EL#851", "livekit/agents-js#28"],
    complaint: "The learner's line stands after the reply that it caused.",
  },
  {
    ids: ["OA#106"],
    complaint: "Two utterances before a reply leave an ellipsis for ever.",
  },
  {
    ids: ["OA#523", "OA#674"],
    complaint: "An interruption deletes what was said.",
  },
  {
    ids: ["livekit/agents#2201"],
    complaint: "A caption passes for heard what an interruption cut off.",
  },
  {
    ids: ["OA#613", "OA#620"],
    complaint: "The state says connected after the line has dropped.",
  },
  {
    ids: ["OA#1363"],
    complaint: "A line that would have come back is closed too eagerly.",
  },
  {
    ids: ["OA#582", "OA#980"],
    complaint: "The talk is there twice after a reconnection.",
  },
  {
    ids: ["OA#949"],
    complaint: "A call says that it is ready before its settings are applied.",
  },
  {
    ids: ["OA#1461"],
    complaint: "A used-up quota is shown as an SDP that cannot be parsed.",
  },
  {
    ids: ["OA#684"],
    complaint: "The server is not told that the browser left.",
  },
  {
    ids: ["EL#143"],
    complaint: "A session goes on being billed after the page has ended it.",
  },
  {
    ids: ["OA#153", "openai/openai-realtime-api-beta#83"],
    complaint: "A talk that broke off cannot be resumed.",
  },
  {
    ids: ["pipecat-ai/pipecat#3170", "livekit/agents#2341"],
    complaint: "The provider's hard cap ends a talk in its middle.",
  },
  {
    ids: ["OA#1278", "openai/openai-realtime-agents#119"],
    complaint: "One token is good for an hour of calls, whatever the page should do.",
  },
  {
    ids: ["OA#648"],
    complaint: "Nobody says whether both sides are recorded.",
  },
  {
    ids: ["elevenlabs/elevenlabs-js#149"],
    complaint: "The microphone cannot be muted.",
  },
  {
    ids: ["EL#353"],
    complaint: "The captions stop following the newest line.",
  },
  {
    ids: ["EL#750"],
    complaint: "Enter sends a word that is still being composed.",
  },
  {
    ids: ["OvidijusParsiunas/deep-chat#286", "OvidijusParsiunas/deep-chat#323"],
    complaint: "What looks like a button is none to keyboard and screen reader.",
  },
  {
    ids: [
      "instructure/canvas-lms#1219",
      "instructure/canvas-lms#1588",
      "openedx/frontend-app-learning#412",
      "openedx/xblock-lti-consumer#37",
      "blackboard/BBDN-LTI-Tool-Provider-Node#147",
      "Brightspace/ifrau#115",
      "h5p/moodle-mod_hvp#326",
      "h5p/h5p-php-library#59",
    ],
    complaint: "A platform's frame without `allow` denies the microphone, and nobody says so.",
  },
  {
    ids: ["microsoft/o365-moodle#2686"],
    complaint: "A tab in Teams has no microphone, and there is no way out of it.",
  },
  {
    ids: ["maths/moodle-qtype_stack#1074"],
    complaint: "Authors may not write a script.",
  },
  {
    ids: ["Selleo/mentingo#478"],
    complaint: "Criteria leak into the talk, nothing submits it, and a retake keeps the old one.",
  },
  {
    ids: ["Selleo/mentingo#1708", "Selleo/mentingo#1222"],
    complaint: "The task sheet lies over the controls and over who speaks.",
  },
];
