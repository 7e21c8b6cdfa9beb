/** The customer of every call. */
export const DEFAULT_REALTIME_MODEL = "gpt-realtime-2.1";
/** Puts the learner's speech into words during the call. */
export const DEFAULT_TRANSCRIPTION_MODEL = "gpt-live-transcribe";
/** Scores the transcript; on purpose not the model that plays the customer. */
export const DEFAULT_REPORT_MODEL = "gpt-6-luna";
