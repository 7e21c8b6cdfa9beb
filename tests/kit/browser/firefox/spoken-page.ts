import { until } from "../../stack/stage.ts";
import { type HostPage, writeTag } from "../../host-pages/host-page.ts";
import { hangUp, type Visit } from "../../host-pages/visit.ts";
import { speak } from "../microphone.ts";
import { readProbe } from "../page-probe.ts";

/** A sentence of the scenario's scene, since only those are understood as speech. */
const GREETING =
  "Bonjour Madame Bouvier, je m'appelle Camille, de l'Atelier Traboule. Je vous dérange en plein service ?";
const PATIENCE_MS = 60_000;

async function hear(visit: Visit, replies: number): Promise<void> {
  await until(
    `reply ${replies} is audible`,
    async () => (await readProbe(visit.frame)).audibleAt.length >= replies,
    PATIENCE_MS,
  );
}

/** The whole of a spoken practice: a sentence is understood, answered aloud, and its report is read. */
export const SPOKEN_PAGE: HostPage = {
  name: "a spoken practice, from the brief to the report",
  tag: writeTag("").replace("saas-discovery-en", "website-sales-fr"),
  isHeard: true,
  journey: async (visit) => {
    const { tag, frame } = visit;
    await visit.brief();
    await tag.locator("[part~=start-button]").click();
    await tag.locator("[part~=consent-button]").click();
    await tag.locator("[part~=call-button]:enabled").click({ timeout: PATIENCE_MS });
    await hear(visit, 1);
    await speak(frame, { type: "speech", text: GREETING, language: "fr" });
    await tag
      .locator("[part~=caption]", { hasText: GREETING })
      .first()
      .waitFor({ timeout: PATIENCE_MS });
    await hear(visit, 2);
    await hangUp(tag);
    await tag.locator("[part~=score]").waitFor({ timeout: PATIENCE_MS });
  },
};
