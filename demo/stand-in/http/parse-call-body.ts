import { HttpRefusal } from "./reply.ts";
import { parseJson } from "./read-body.ts";

/** What a call is asked for with; `session` is undefined where the key or the defaults decide. */
export interface CallBody {
  readonly offer: string;
  readonly session: unknown;
}

/**
 * Reads either form of `POST /v1/realtime/calls`: the raw offer, or a form with `sdp` and `session`, whose parts may
 * or may not carry a filename and a content type.
 * @throws {HttpRefusal} 400 where a part is missing or broken, 415 for another content type
 */
export async function parseCallBody(
  contentType: string,
  body: Buffer<ArrayBuffer>,
): Promise<CallBody> {
  if (/^application\/sdp\b/i.test(contentType))
    return { offer: checkOffer(body.toString("utf8")), session: undefined };
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    const message = `Unsupported content type: '${contentType}'. This API method only accepts 'application/sdp' and 'multipart/form-data' requests.`;
    throw new HttpRefusal(415, message, { code: "unsupported_content_type" });
  }
  const form = await parseForm(contentType, body);
  const offer = await readPart(form, "sdp");
  if (offer === null)
    throw new HttpRefusal(400, "Missing required parameter: 'sdp'.", {
      code: "missing_required_parameter",
      param: "sdp",
    });
  const session = await readPart(form, "session");
  return {
    offer: checkOffer(offer),
    session: session === null ? undefined : parseJson(Buffer.from(session)),
  };
}

async function parseForm(contentType: string, body: Buffer<ArrayBuffer>): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "content-type": contentType } }).formData();
  } catch {
    throw new HttpRefusal(400, "Could not parse the multipart form.", { code: "invalid_form" });
  }
}

async function readPart(form: FormData, name: string): Promise<string | null> {
  const part = form.get(name);
  return part === null || typeof part === "string" ? part : part.text();
}

function checkOffer(offer: string): string {
  const isOffer =
    offer.startsWith("v=0") && /^m=audio /m.test(offer) && /^a=fingerprint:/m.test(offer);
  if (!isOffer)
    throw new HttpRefusal(400, "Failed to parse SDP offer.", {
      code: "invalid_offer",
      param: "sdp",
    });
  return offer;
}
