/** A view that somebody gave a name. */
export interface SavedView {
  readonly name: string;
  /** As an address names it. */
  readonly place: string;
}

/** Reads what a browser kept; what is broken is left out. */
export function readSavedViews(kept: unknown): readonly SavedView[] {
  return Array.isArray(kept) ? kept.filter(isSavedView) : [];
}

function isSavedView(value: unknown): value is SavedView {
  if (typeof value !== "object" || value === null) return false;
  return ["name", "place"].every(
    (field) => Object.hasOwn(value, field) && typeof Reflect.get(value, field) === "string",
  );
}
