import { createSecret } from "../_shared/identity/secrets.ts";

/** The name of a frame that keeps things for a page whose browser keeps none. */
export const FRAME_NAME = /^[\w.-]{1,80}$/;

/** What a launch is known by; a page that keeps nothing is told with it, when it comes back, where it left its secret. */
export function toState(target: string | undefined): string {
  return target === undefined ? createSecret() : `${createSecret()}~${target}`;
}

/** The frame that a state names; null where it names none. */
export function toTarget(state: string): string | null {
  const [, target = ""] = state.split("~", 2);
  return FRAME_NAME.test(target) ? target : null;
}
