import type { Item } from "./transcript.ts";

const NONE: ReadonlyMap<string, number> = new Map();

/**
 * Puts items into the order of the conversation: each behind the one that it names as previous, where that is
 * none or among those that are `past`. Chains whose beginning is unknown follow, then items without a known place,
 * each in the order of arrival; none is lost, whatever the links say.
 */
export function orderItems(
  items: ReadonlyMap<string, Item>,
  past: ReadonlyMap<string, number> = NONE,
): readonly Item[] {
  const followers = groupByPrevious(items);
  const ordered = new Map<string, Item>();
  const append = (first: Item): void => {
    const waiting = [first];
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      if (ordered.has(item.itemId)) continue;
      ordered.set(item.itemId, item);
      waiting.push(...(followers.get(item.itemId) ?? []).toReversed());
    }
  };
  listRoots(items, past).forEach(append);
  followers.get(null)?.forEach(append);
  for (const item of items.values()) {
    if (typeof item.previousItemId === "string" && !items.has(item.previousItemId)) append(item);
  }
  for (const item of items.values()) {
    if (item.previousItemId === undefined) append(item);
  }
  items.forEach(append);
  return [...ordered.values()];
}

/** What follows the past directly: behind its latest item first, as it would if nothing were past. */
function listRoots(
  items: ReadonlyMap<string, Item>,
  past: ReadonlyMap<string, number>,
): readonly Item[] {
  const placeOf = ({ previousItemId }: Item): number =>
    typeof previousItemId === "string" ? (past.get(previousItemId) ?? -1) : -1;
  return [...items.values()]
    .filter((item) => placeOf(item) >= 0)
    .sort((left, right) => placeOf(right) - placeOf(left));
}

function groupByPrevious(items: ReadonlyMap<string, Item>): ReadonlyMap<string | null, Item[]> {
  const followers = new Map<string | null, Item[]>();
  for (const item of items.values()) {
    if (item.previousItemId === undefined) continue;
    const group = followers.get(item.previousItemId);
    if (group === undefined) followers.set(item.previousItemId, [item]);
    else group.push(item);
  }
  return followers;
}
