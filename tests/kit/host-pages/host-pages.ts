import type { HostPage } from "./host-page.ts";
import { LIFE_PAGES } from "./life-pages.ts";
import { POLICY_PAGES } from "./policy-pages.ts";
import { SCRIPT_PAGES } from "./script-pages.ts";
import { STYLE_PAGES } from "./style-pages.ts";

/** Every kind of host page that the widget is held to. */
export const HOST_PAGES: readonly HostPage[] = [
  ...POLICY_PAGES,
  ...SCRIPT_PAGES,
  ...STYLE_PAGES,
  ...LIFE_PAGES,
];
