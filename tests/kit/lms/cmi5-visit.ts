import { randomUUID } from "node:crypto";
import { Cmi5Reporter } from "../../../widget/src/adapters/lms/cmi5-reporter.ts";
import { readCmi5Launch } from "../../../widget/src/protocol/xapi/cmi5.ts";
import { CourseRecorder } from "../../../widget/src/session/lms/course-recorder.ts";
import type { HostileCmi5 } from "./hostile-cmi5.ts";
import { HostilePage, type PageWorld, settle } from "./hostile-page.ts";
import { QUERY, type Visit } from "./scorm-visit.ts";

/** Opens a practice in a cmi5 launch. `tokens` outlive a reload of the same window. */
export async function visitCmi5(
  lms: HostileCmi5,
  world: PageWorld,
  tokens = new Map<string, string>(),
): Promise<Visit> {
  const launch = readCmi5Launch(lms.query);
  if (!launch) throw new Error("The launch cannot be read.");
  let nowMs = 0;
  const reporter = new Cmi5Reporter(
    launch,
    {
      fetch: lms.fetch,
      tokens: {
        getItem: (key) => tokens.get(key) ?? null,
        setItem: (key, value) => tokens.set(key, value),
      },
      now: () => (nowMs += 312_000),
      createId: randomUUID,
      timestamp: () => "2026-12-01T10:00:00.000Z",
    },
    false,
  );
  const page = new HostilePage(world, () => lms.quirks.network === "online");
  const recorder = new CourseRecorder(reporter, page);
  void recorder.ready(QUERY);
  await settle();
  const close = async (): Promise<void> => {
    recorder.end();
    page.close();
    await settle();
  };
  return { recorder, page, close };
}
