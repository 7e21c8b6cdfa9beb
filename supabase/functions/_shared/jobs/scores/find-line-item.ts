import * as z from "zod";
import type { ClaimedScore, Course, Grade } from "../../store/scores.ts";
import type { CourseCaller } from "./course-caller.ts";
import { ScoreFault, type ScoreWorld } from "./course-service.ts";
import { SCOPES } from "./score-tokens.ts";

const LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json";
const LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json";
const MAX_PAGES = 5;
const LEASE_SECONDS = 60;
const TAG = "maka-practice";

const LineItem = z.object({
  id: z.url({ protocol: /^https?$/ }).max(2_000),
  resourceLinkId: z.string().optional().catch(undefined),
  tag: z.string().optional().catch(undefined),
});
type LineItem = z.infer<typeof LineItem>;

/** A score, where it goes, and who asks there. */
export interface SentScore {
  readonly id: ClaimedScore["id"];
  readonly course: Course;
  readonly grade: Grade;
  readonly caller: CourseCaller;
}

/**
 * The column of the gradebook where a launch named none: the one that belongs to the place in the course, else a new one.
 * One caller at a time looks and makes: two would make two.
 * @throws {ScoreFault} where there is none, or another caller looks.
 */
export async function findLineItem({ store }: ScoreWorld, sent: SentScore): Promise<string> {
  if (sent.course.lineItems === null) throw new ScoreFault("line_item_missing", false);
  const leased = await store.leaseLtiLineItem(sent.id, LEASE_SECONDS);
  if (leased.outcome === "found") return leased.url;
  if (leased.outcome !== "leased") throw new ScoreFault("line_item_busy", true);
  let url: string | null = null;
  try {
    url =
      (await search(sent, sent.course.lineItems)) ?? (await create(sent, sent.course.lineItems));
    return url;
  } finally {
    await store.keepLtiLineItem(sent.id, url);
  }
}

async function search({ course, caller }: SentScore, lineItems: string): Promise<string | null> {
  const asked = new URL(lineItems);
  asked.searchParams.set("resource_link_id", course.resourceLinkId);
  let page: string | null = asked.href;
  const found: LineItem[] = [];
  for (let count = 0; page !== null && count < MAX_PAGES; count += 1) {
    const { status, json, next } = await caller.get(page, LINE_ITEMS);
    if (status !== 200) throw toFault("line_items", status);
    const entries: readonly unknown[] = Array.isArray(json) ? json : [];
    // A platform may pass the question over and answer with every column that this tool has.
    found.push(...entries.flatMap((entry) => LineItem.safeParse(entry).data ?? []));
    page = next === null ? null : new URL(next, page).href;
  }
  const own = found.filter(({ resourceLinkId }) => resourceLinkId === course.resourceLinkId);
  return (own.find(({ tag }) => tag === TAG) ?? own[0])?.id ?? null;
}

async function create({ course, grade, caller }: SentScore, lineItems: string): Promise<string> {
  if (!course.scopes.includes(SCOPES.lineItems)) throw new ScoreFault("line_item_missing", false);
  const { status, json } = await caller.post(lineItems, LINE_ITEM, {
    ...{ scoreMaximum: 100, label: grade.title, tag: TAG },
    ...{ resourceId: course.resourceLinkId, resourceLinkId: course.resourceLinkId },
  });
  if (status !== 200 && status !== 201) throw toFault("line_item", status);
  const made = LineItem.safeParse(json);
  if (!made.success) throw new ScoreFault("line_item_malformed", true);
  return made.data.id;
}

function toFault(what: string, status: number): ScoreFault {
  const isFinal = status >= 400 && status < 500 && ![408, 409, 429].includes(status);
  return new ScoreFault(`${what}_refused_${status}`, !isFinal);
}
