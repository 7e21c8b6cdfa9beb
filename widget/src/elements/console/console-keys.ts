/** What a key of the console does, beside the digits and Enter. */
export const KEY_ACTIONS = [
  "help",
  "search",
  "next",
  "previous",
  "notApplicable",
  "comment",
] as const;
/** What a key of the console does. */
export type KeyAction = (typeof KEY_ACTIONS)[number];

/** The keys, and whether they are used. */
export interface KeySetting {
  readonly isOn: boolean;
  readonly keys: Readonly<Record<KeyAction, string>>;
}

/** The keys that graders know. */
export const DEFAULT_KEYS: KeySetting = {
  isOn: true,
  keys: { help: "?", search: "/", next: "j", previous: "k", notApplicable: "n", comment: "c" },
};

/** Reads a setting that a browser kept; what is missing or broken is as it is by default. */
export function readKeySetting(kept: unknown): KeySetting {
  const own = (from: unknown, name: string): unknown =>
    typeof from === "object" && from !== null && Object.hasOwn(from, name)
      ? Reflect.get(from, name)
      : undefined;
  const keys = KEY_ACTIONS.map((action) => {
    const key = own(own(kept, "keys"), action);
    return [action, typeof key === "string" && key ? key : DEFAULT_KEYS.keys[action]] as const;
  });
  return {
    isOn: own(kept, "isOn") !== false,
    keys: { ...DEFAULT_KEYS.keys, ...Object.fromEntries(keys) },
  };
}

/** Whether the pressed key goes into a field. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return (
    target instanceof Element &&
    target.matches("input:not([type=checkbox], [type=radio]), textarea, select")
  );
}

/** Whether a key is pressed without one that makes a shortcut of the browser of it. */
export function isPlain({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return !ctrlKey && !metaKey && !altKey;
}

/** What a pressed key asks for; null where it is none of ours, or goes into a field. */
export function toAction(event: KeyboardEvent, { isOn, keys }: KeySetting): KeyAction | null {
  if (!isOn || !isPlain(event) || isTyping(event)) return null;
  return KEY_ACTIONS.find((action) => keys[action] === event.key) ?? null;
}
