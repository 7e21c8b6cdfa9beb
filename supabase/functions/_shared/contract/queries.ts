import * as z from "zod/mini";
import { EmbedKey, LocaleTag, ScenarioId } from "./identifiers.ts";
import { DeviceId } from "./session.ts";

/** What a page of a site asks by, where no learner is needed. Unknown parameters are left alone: the platform has its own. */
export const SiteQuery = z.object({ embedKey: EmbedKey });

/** What a page asks by for a learner at a scenario; a learner token comes in the header `authorization`. */
export const LearnerQuery = z.object({
  scenario: ScenarioId,
  embedKey: EmbedKey,
  deviceId: z.optional(DeviceId),
  /** In which language the learner is told what the site's own settings ask for. */
  locale: z.optional(LocaleTag),
});
