import type { SessionState } from "../../../widget/src/domain/state/session-state.ts";
import { TURNS } from "./fake-practice.ts";
import type { FakePractice } from "./fake-practice.ts";
import { findDeep, getDeep, mountCoach, settle, start } from "./mount-coach.ts";
import type { MountedCoach } from "./mount-coach.ts";

/** What is the same in every call of these tests. */
export const CALL = { phase: "in-call", turns: TURNS, remainingSeconds: 252 } as const;

/** A tag in a call, on a fake practice. */
export interface Scene {
  readonly tag: MountedCoach["tag"];
  readonly practice: FakePractice;
  /** Moves the practice on and waits until that is drawn. */
  readonly show: (change: Partial<SessionState>) => Promise<void>;
}

/** A tag in a state of the call. */
export async function open(change: Partial<SessionState>): Promise<Scene> {
  const mounted = await mountCoach();
  const practice = await start(mounted);
  const show = async (next: Partial<SessionState>): Promise<void> => {
    practice.show(next);
    await settle(mounted.tag);
  };
  await show(change);
  practice.asked.length = 0;
  return { tag: mounted.tag, practice, show };
}

/** Finds an element of the tag, if it is there. */
export function find({ tag }: Pick<Scene, "tag">, selector: string): HTMLElement | null {
  return tag.shadowRoot && findDeep(tag.shadowRoot, selector);
}

/** The element that has the focus, through shadow roots. */
export function focused(): Element | null {
  let { activeElement } = document;
  while (activeElement?.shadowRoot?.activeElement)
    activeElement = activeElement.shadowRoot.activeElement;
  return activeElement;
}

/** The line that a screen reader is read of the call itself. */
export function status(scene: Pick<Scene, "tag">): string {
  const line = getDeep(scene.tag, "maka-call").shadowRoot?.querySelector("[role=status]");
  return (line?.textContent ?? "").trim();
}
