import { fixture, html } from "@open-wc/testing";
import "../../../widget/src/entries/before-call.ts";
import { TagFocusController } from "../../../widget/src/controllers/tag-focus-controller.ts";
import "../../../widget/src/entries/call.ts";
// Words of later are there at once where their files are.
import "../../../widget/src/locales/en/during-call.ts";
import "../../../widget/src/locales/en/report.ts";
import { checkAttributes } from "../../../widget/src/elements/tag/check-attributes.ts";
import type { CoachServices } from "../../../widget/src/elements/tag/coach-services.ts";
import { defineOnce } from "../../../widget/src/elements/kit/define-once.ts";
import { MakaVoiceCoach } from "../../../widget/src/elements/tag/maka-voice-coach.ts";
import { openPractice, renewToken } from "../../../widget/src/elements/tag/open-practice.ts";
import { FakePractice, buildBrief } from "./fake-practice.ts";

/** A tag on a page without a backend, and what it asked of the outside. */
export interface MountedCoach {
  readonly tag: MakaVoiceCoach;
  /** The practices that were made, the running one last. */
  readonly practices: FakePractice[];
  /** What was loaded, in order: `brief <scenario>` and `call`. */
  readonly loads: string[];
}

/** Puts a tag on the page with fakes for everything outside it. */
export async function mountCoach(
  attributes: Readonly<Record<string, string>> = {},
  services: Partial<CoachServices> = {},
): Promise<MountedCoach> {
  const practices: FakePractice[] = [];
  const loads: string[] = [];
  const { loadBrief = () => Promise.resolve(buildBrief()) } = services;
  MakaVoiceCoach.services = {
    loadBrief: (request, locale, signal) => {
      loads.push(`brief ${request.scenario}`);
      return loadBrief(request, locale, signal);
    },
    readSessionMarker: services.readSessionMarker ?? (() => null),
    loadCall:
      services.loadCall ??
      ((host) => {
        loads.push("call");
        new TagFocusController(host);
        checkAttributes(host);
        return Promise.resolve({
          openPractice: (setup) =>
            openPractice(setup, (options) => {
              const practice = new FakePractice(options);
              practices.push(practice);
              return practice;
            }),
          renewToken,
        });
      }),
  };
  defineOnce("maka-voice-coach", MakaVoiceCoach);
  const place = await fixture<HTMLElement>(html`<div></div>`);
  const tag = new MakaVoiceCoach();
  const all = {
    api: "https://api.example/v1",
    "embed-key": "mk_demo",
    scenario: "bakery",
    locale: "en",
    ...attributes,
  };
  for (const [name, value] of Object.entries(all)) if (value) tag.setAttribute(name, value);
  place.append(tag);
  await settle(tag);
  return { tag, practices, loads };
}

/** Waits until the tag and everything inside it is drawn. */
export async function settle(tag: MakaVoiceCoach): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    await tag.updateComplete;
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The running practice of a tag that was just started. */
export async function start(mounted: MountedCoach): Promise<FakePractice> {
  await mounted.tag.start();
  await settle(mounted.tag);
  const practice = mounted.practices.at(-1);
  if (!practice) throw new Error("no practice was made");
  return practice;
}

/** Collects what is warned about while `act` runs. */
export async function warningsOf(act: () => Promise<unknown>): Promise<string[]> {
  const warn = console.warn;
  const sentences: string[] = [];
  console.warn = (...words: unknown[]) => sentences.push(words.join(" "));
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return sentences;
}

/** Finds an element through all shadow roots below `root`. */
export function findDeep(root: Element | ShadowRoot, selector: string): HTMLElement | null {
  const here = root.querySelector<HTMLElement>(selector);
  if (here) return here;
  for (const element of root.querySelectorAll("*")) {
    const found = element.shadowRoot ? findDeep(element.shadowRoot, selector) : null;
    if (found) return found;
  }
  return null;
}

/** Finds all such elements through all shadow roots below `root`. */
export function findAllDeep(root: Element, selector: string): HTMLElement[] {
  const inside = [...(root.shadowRoot ?? root).querySelectorAll<HTMLElement>("*")];
  return inside.flatMap((element) => [
    ...(element.matches(selector) ? [element] : []),
    ...(element.shadowRoot ? findAllDeep(element, selector) : []),
  ]);
}

/** Finds what must be there. */
export function getDeep(tag: MakaVoiceCoach, selector: string): HTMLElement {
  const found = tag.shadowRoot ? findDeep(tag.shadowRoot, selector) : null;
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** All text that a reader of the tag sees, through shadow roots. */
export function textOf(node: Node): string {
  if (node instanceof Element && node.matches("[hidden], style")) return "";
  if (node instanceof Text) return node.data;
  const root = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
  return [...root.childNodes].map(textOf).join("").replace(/\s+/g, " ");
}
