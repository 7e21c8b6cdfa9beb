import type { Item } from "./transcript.ts";

/**
 * Puts items into the order of the conversation: each behind the one that it names as previous. Chains whose
 * beginning is unknown follow, then items without a known place, each in the order of arrival; none is lost,
 * whatever the links say.
 */
export function orderItems(items: ReadonlyMap<string, Item>): readonly Item[] {
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
