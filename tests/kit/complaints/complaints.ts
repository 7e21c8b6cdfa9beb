/** What was complained of in other widgets, and must not be complained of in ours. */
export interface Complaint {
  /**
   * Where: `EL` elevenlabs/packages, `LK` livekit/client-sdk-js, `OA` openai/openai-agents-js, `CK`
   * openai/chatkit-js, else the repository.
   */
  readonly ids: readonly string[];
  readonly complaint: string;
  /** Why no test can be written, where none can. */
  readonly untestable?: string;
}

/** Audio, telephones, devices, and the pages that a widget stands in. */
export const AUDIO_AND_HOST_COMPLAINTS: readonly Complaint[] = [
  {
    ids: [
      "EL#777",
      "EL#809",
      "OA#543",
      "openai/openai-realtime-agents#109",
      "HumeAI/hume-react-sdk#37",
    ],
    complaint: "The first words are silent or stutter on a telephone.",
  },
  { ids: ["EL#29"], complaint: "The learner's first words are cut." },
  {
    ids: ["LK#1836", "livekit/components-js#1216"],
    complaint: "The sound comes from the wrong loudspeaker and cannot be switched.",
  },
  { ids: ["LK#1540"], complaint: "With a wireless headset the microphone comes late or one way." },
  {
    ids: [
      "LK#1646",
      "livekit/agents#3758",
      "livekit/agents#315",
      "openai/openai-realtime-agents#92",
    ],
    complaint: "The persona hears itself when the call begins.",
  },
  {
    ids: ["twilio/twilio-video.js#941"],
    complaint: "The microphone gives zeros while, or after, another app has it.",
  },
  {
    ids: ["twilio/twilio-video.js#1232"],
    complaint: "Nothing is heard any more after an assistant or a telephone call.",
  },
  { ids: ["EL#8", "EL#391"], complaint: "A device is demanded that a telephone refuses." },
  { ids: ["EL#58"], complaint: "Nothing works in a frame, which may not load a blob." },
  { ids: ["EL#53", "EL#420"], complaint: "The screen locks after another tab was looked at." },
  { ids: ["EL#473"], complaint: "A microphone that was taken away does not come back." },
  { ids: ["EL#873"], complaint: "The microphone stays open after an early or a foreign end." },
  { ids: ["EL#938"], complaint: "After a refused microphone the widget is already connected." },
  { ids: ["EL#412"], complaint: "Who types is asked for a microphone." },
  { ids: ["EL#480"], complaint: "Who muted is mute in the next call." },
  { ids: ["EL#692"], complaint: "The persona stays faded after an interruption." },
  {
    ids: ["pipecat-ai/pipecat#4124"],
    complaint: "A turn never ends when its speaker mutes in it.",
  },
  { ids: ["EL#817"], complaint: "The learner's voice goes in chunks that are too long." },
  {
    ids: ["EL#193", "EL#649", "EL#930", "EL#943", "langwatch/langwatch#8007"],
    complaint: "Worklets break under a policy, and only in production.",
  },
  {
    ids: ["VapiAI/client-sdk-web#143", "VapiAI/client-sdk-web#52"],
    complaint: "The policy must allow eval.",
  },
  {
    ids: ["VapiAI/client-sdk-react#6", "VapiAI/client-sdk-react#24"],
    complaint: "The widget's styles change the page's fonts.",
  },
  {
    ids: ["VapiAI/client-sdk-web#12", "pipecat-ai/pipecat-client-web#52"],
    complaint: "A second widget on the page throws.",
  },
  { ids: ["EL#556", "EL#558"], complaint: "The page has made addEventListener read-only." },
  { ids: ["EL#937"], complaint: "A menu lies elsewhere in a container." },
  { ids: ["EL#478", "EL#526"], complaint: "Styles do not count in a shadow root." },
  {
    ids: ["LK#226", "livekit-react#87"],
    complaint: "Mounting twice, as frameworks do in development, kills the call.",
  },
  { ids: ["pipecat-ai/voice-ui-kit#14"], complaint: "The call outlives its widget." },
  { ids: ["CK#57"], complaint: "The widget's own CDN is blocked by a company." },
  { ids: ["CK#187"], complaint: "A change at the CDN breaks every pinned version." },
  {
    ids: [
      "openai/openai-chatkit-starter-app#18",
      "openai/openai-chatkit-starter-app#22",
      "openai/openai-chatkit-starter-app#56",
    ],
    complaint: "The screen is blank: origin not listed, frame refused, page isolated.",
  },
  { ids: ["CK#86"], complaint: "A page may not style it." },
  { ids: ["CK#46"], complaint: "What is said in a call cannot get into the page's own view." },
  { ids: ["microsoft/agent-framework#2347"], complaint: "It calls third parties." },
];
