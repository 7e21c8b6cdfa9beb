import assert from "node:assert/strict";
import type { Stage } from "../stack/stage.ts";
import type { LtiPlatformDouble } from "./lti-platform.ts";

const CLIENT_ID = "client-of-course";

/** A course of a platform that the site of a stage admits, on another site than the tool. */
export interface RegisteredCourse {
  /** Its page, with an empty frame. */
  readonly url: string;
  /** Where a frame goes to launch the tool. */
  readonly toLogin: (query?: Readonly<Record<string, string>>) => string;
  /** The page, whose frame goes there at once. */
  readonly toLaunch: (query?: Readonly<Record<string, string>>) => string;
}

/** Registers a platform for the site of a stage. */
export async function registerPlatform(
  { sql, site, urls }: Stage,
  lms: LtiPlatformDouble,
): Promise<RegisteredCourse> {
  const courseUrl = lms.url.replace("127.0.0.1", "localhost");
  const platform = {
    ...{ name: "Course", issuer: lms.url, client_id: CLIENT_ID, deployments: ["1"] },
    ...{
      auth_url: `${courseUrl}/auth`,
      token_url: `${lms.url}/token`,
      jwks_url: `${lms.url}/jwks`,
    },
    page_url: `${urls.demo}/lti.html`,
  };
  await sql.begin(async (transaction) => {
    await transaction`set local role service_role`;
    const [row] = await transaction`select public.save_lti_platform(
      ${site.embedKey}, ${JSON.stringify(platform)}::text::jsonb, 'test'
    ) as answer`;
    assert.match(JSON.stringify(row), /"outcome":"saved"/);
  });
  const url = `${courseUrl}/course`;
  const toLogin: RegisteredCourse["toLogin"] = (query = {}) => {
    const login = new URL(`${urls.api}/functions/v1/lti/login`);
    const sent = { iss: lms.url, client_id: CLIENT_ID, login_hint: "1", ...query };
    login.search = new URLSearchParams(sent).toString();
    return login.href;
  };
  return {
    ...{ url, toLogin },
    toLaunch: (query) => `${url}?${new URLSearchParams({ login: toLogin(query) }).toString()}`,
  };
}
