import { ProblemError } from "../_shared/runtime/http/problem-error.ts";

const MAX_LINES = 2_000;
/** `type=value` of RFC 8866, printable. */
const LINE = /^[a-z]=[^\p{Cc}]*$/u;
const DATA_CHANNEL = /^m=application [1-9]\d{0,4} (?:UDP|TCP)\/DTLS\/SCTP webrtc-datachannel$/;
const AUDIO = /^m=audio [1-9]\d{0,4} UDP\/TLS\/RTP\/SAVPF(?: \d{1,3})+$/;

/**
 * Refuses what is no WebRTC offer of one audio section with Opus and one data channel, before it costs a
 * reservation or a request to the provider. Not a full parser: the provider decides what it can use.
 * @throws {ProblemError} request_invalid for the field `offer`.
 */
export function assertOffer(offer: string): void {
  const lines = offer.replace(/\r?\n$/, "").split(/\r?\n/);
  if (lines[0] !== "v=0") throw refuse("it does not begin with v=0");
  if (lines.length > MAX_LINES) throw refuse(`it has more than ${MAX_LINES} lines`);
  if (!lines.every((line) => LINE.test(line))) throw refuse("a line is not of the form type=value");
  assertSections(lines.filter((line) => line.startsWith("m=")));
  for (const attribute of ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:"]) {
    if (!lines.some((line) => line.startsWith(attribute))) throw refuse(`it has no ${attribute}`);
  }
  if (!lines.some((line) => /^a=rtpmap:\d{1,3} opus\/48000\/2$/i.test(line))) {
    throw refuse("its audio does not offer Opus");
  }
}

function assertSections(sections: readonly string[]): void {
  const audioCount = sections.filter((section) => AUDIO.test(section)).length;
  const channelCount = sections.filter((section) => DATA_CHANNEL.test(section)).length;
  if (audioCount !== 1 || channelCount !== 1 || sections.length !== 2) {
    throw refuse("it must have exactly one audio section and one data channel");
  }
}

function refuse(reason: string): ProblemError {
  const message = `\`offer\` is no usable SDP offer: ${reason}. Send what createOffer returned.`;
  return new ProblemError("request_invalid", message, { field: "offer" });
}
