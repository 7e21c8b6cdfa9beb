import assert from "node:assert/strict";
import type { CDPSession, Page } from "playwright-core";
import { until } from "../stack/stage.ts";

/** The keys that a learner without a pointer has. */
export type Key =
  | "Tab"
  | "Shift+Tab"
  | "Enter"
  | "Space"
  | "Escape"
  | "Home"
  | "End"
  | "ArrowUp"
  | "ArrowDown"
  | "ArrowLeft"
  | "ArrowRight";

/** Where the focus is, as the learner sees and hears it. */
export interface Stop {
  /** The same element has the same number; the radio buttons of one group are one stop. */
  readonly id: number;
  readonly tag: string;
  readonly part: string;
  readonly role: string;
  readonly name: string;
  /** True inside the tag. */
  readonly inside: boolean;
  /** Pixels of the page, or of what is fixed above it, whatever is scrolled. */
  readonly box: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  /** What floats over its surroundings has an order of its own: the number of what floats, or 0. */
  readonly layer: number;
  /** What is wrong with how it is shown; of what is the page's own, nothing is asked. */
  readonly faults: readonly string[];
}

type Looked = Omit<Stop, "role" | "name">;

/** More presses than any view of the product has stops. */
const MOST_STOPS = 60;

/** Runs in the page, on the focused element. */
function look(this: Element): Looked {
  interface Numbers {
    next: number;
    readonly of: WeakMap<object, number>;
    readonly groups: Map<string, number>;
  }
  const world = globalThis as unknown as { stopNumbers?: Numbers };
  const numbers = (world.stopNumbers ??= { next: 1, of: new WeakMap(), groups: new Map() });
  const numberOf = (element: Element): number => {
    const known = numbers.of.get(element) ?? numbers.next++;
    numbers.of.set(element, known);
    return known;
  };
  const parentOf = (element: Element): Element | null => {
    if (element.assignedSlot) return element.assignedSlot;
    if (element.parentElement) return element.parentElement;
    const root = element.getRootNode();
    return root instanceof ShadowRoot ? root.host : null;
  };
  const ancestors: Element[] = [];
  for (let up = parentOf(this); up; up = parentOf(up)) ancestors.push(up);

  const isRadio = this instanceof HTMLInputElement && this.type === "radio";
  const first = isRadio
    ? (this.getRootNode() as ShadowRoot).querySelector(`[type=radio][name="${this.name}"]`)
    : this;

  // A hit test lets what waits for the next frame come first, as a scroll that holds its anchor: boxes are true after it.
  document.elementFromPoint(0, 0);
  const { x, y, width: w, height: h } = this.getBoundingClientRect();
  // A control that is drawn by its label has its ring there.
  const label = this.closest("label");
  const isRinged = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const { outlineStyle, outlineWidth, outlineColor } = style;
    // A heading that was moved to has a mark below its words, no box.
    if (element.matches("h2, h3") && style.textDecorationLine === "underline")
      return parseFloat(style.textDecorationThickness) >= 3;
    const isClear = /, 0\)$|^transparent$/.test(outlineColor);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && !isClear;
  };
  const coverAt = (atX: number, atY: number): string => {
    let found = document.elementFromPoint(atX, atY);
    let inner = found?.shadowRoot?.elementFromPoint(atX, atY);
    while (inner && inner !== found) {
      found = inner;
      inner = found.shadowRoot?.elementFromPoint(atX, atY);
    }
    for (let up = found; up; up = parentOf(up)) if (up === this || up === label) return "";
    return found?.outerHTML.slice(0, 60) ?? "the edge of the window";
  };
  const findFaults = (): string[] => {
    const faults = isRinged(this) || (label && isRinged(label)) ? [] : ["no ring of 2 px"];
    // Nine points of the part that is scrolled into view, of which most must be free.
    const top = Math.max(y, 0);
    const bottom = Math.min(y + h, innerHeight);
    // The corners of what is round are not its own.
    const places = [0.2, 0.5, 0.8];
    const covers = places
      .flatMap((across) =>
        places.map((down) => coverAt(x + w * across, top + (bottom - top) * down)),
      )
      .filter((cover) => cover !== "");
    if (covers.length > 2) faults.push(`covered by ${covers.join(" and ")}`);
    return faults;
  };

  // Whatever was scrolled to bring it into sight, up to what does not scroll with the page.
  const isFixed = (element: Element): boolean => getComputedStyle(element).position === "fixed";
  const fixedAt = [this, ...ancestors].findIndex(isFixed);
  const scrolled = (side: "scrollLeft" | "scrollTop"): number =>
    ancestors
      .slice(0, fixedAt < 0 ? undefined : fixedAt)
      .reduce((sum, element) => sum + element[side], 0);

  const isInside = ancestors.some((element) => element.localName === "maka-voice-coach");
  const floating = ancestors.find((element) =>
    /^(?:absolute|fixed)$/.test(getComputedStyle(element).position),
  );
  return {
    id: numberOf(first ?? this),
    tag: this.localName,
    part: this.getAttribute("part") ?? "",
    inside: isInside,
    box: { x: x + scrolled("scrollLeft"), y: y + scrolled("scrollTop"), w, h },
    layer: floating ? numberOf(floating) : 0,
    faults: isInside ? findFaults() : [],
  };
}

/** Says of a stop what is needed to find it. */
export function describeStop({ tag, part, role, name, box }: Stop): string {
  const place = [box.x, box.y, box.w, box.h].map(Math.round).join(" ");
  return `${role} “${name}” <${tag}${part ? ` part=${part}` : ""}> at ${place}`;
}

/** A learner who has a keyboard and nothing else; each press is checked for what the learner sees then. */
export class Keyboard {
  readonly page: Page;
  readonly #client: CDPSession;

  private constructor(page: Page, client: CDPSession) {
    this.page = page;
    this.#client = client;
  }

  /** Sits down before a page that has just been loaded. */
  static async open(page: Page): Promise<Keyboard> {
    const client = await page.context().newCDPSession(page);
    await client.send("Accessibility.enable");
    return new Keyboard(page, client);
  }

  /** Presses a key, and looks where the focus is then. */
  async press(key: Key): Promise<Stop> {
    await this.page.keyboard.press(key);
    return await this.focus();
  }

  /** Presses what makes the product act, and waits until it has brought the focus to what fits. */
  async use(key: Key, what: RegExp): Promise<Stop> {
    await this.page.keyboard.press(key);
    return await this.waitFor(what);
  }

  /** Looks where the focus is, and whether the learner sees and hears that. */
  async focus(): Promise<Stop> {
    let stop = await this.peek();
    // A view that has just come may still grow, as by its list of microphones: what is judged is the frame after.
    if (stop && stop.faults.length > 0) {
      await this.page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      stop = await this.peek();
    }
    assert.ok(stop !== null, "the focus is lost to the page's body");
    assert.notEqual(stop.name, "", `nameless: ${describeStop(stop)}`);
    assert.deepEqual(stop.faults, [], `${describeStop(stop)}: ${stop.faults.join(", ")}`);
    return stop;
  }

  /** Waits until the product has brought the focus to what fits, as it does where a view is replaced. */
  async waitFor(what: RegExp, timeoutMs = 20_000): Promise<Stop> {
    let last: Stop | null = null;
    await until(
      `focus on ${String(what)}`,
      async () => {
        last = await this.peek();
        return last !== null && what.test(describeStop(last));
      },
      timeoutMs,
    ).catch((error: unknown) => {
      throw new Error(last === null ? "the focus is lost" : `it is on ${describeStop(last)}`, {
        cause: error,
      });
    });
    return await this.focus();
  }

  /** Goes on by Tab, or back by Shift+Tab, to what fits. */
  async to(what: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<Stop> {
    const passed: string[] = [];
    while (passed.length < MOST_STOPS) {
      const stop = await this.press(key);
      passed.push(describeStop(stop));
      if (what.test(passed.at(-1) ?? "")) return stop;
    }
    throw new Error(`no ${String(what)} among\n${passed.join("\n")}`);
  }

  /**
   * Walks through all that the tag shows: out of it backwards, through it, out of it, and back through it to
   * where the walk began. Checks that each way out is open, that both ways are the same, and that the way
   * leads as a reader's eye does. Answers the stops; the focus is then on what stands before the tag.
   */
  async walk(): Promise<readonly Stop[]> {
    const before = await this.#leave("Shift+Tab", []);
    const there: Stop[] = [];
    const after = await this.#leave("Tab", there);
    const back: Stop[] = [];
    const again = await this.#leave("Shift+Tab", back);
    const all = there.map(describeStop).join("\n");
    assert.ok(there.length > 0, "the tag has a stop");
    assert.notEqual(before.id, after.id, `the tag is left at both ends:\n${all}`);
    assert.equal(again.id, before.id, `the way back leads to ${describeStop(again)}`);
    assert.deepEqual(
      back.map(({ id }) => id).reverse(),
      there.map(({ id }) => id),
      `there:\n${all}\nand back:\n${back.map(describeStop).join("\n")}`,
    );
    assertReadingOrder(there);
    return there;
  }

  /** Presses until the focus is outside the tag, and collects the stops inside. */
  async #leave(key: "Tab" | "Shift+Tab", stops: Stop[]): Promise<Stop> {
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      const stop = await this.press(key);
      if (!stop.inside) return stop;
      stops.push(stop);
    }
    throw new Error(`no way out by ${key}:\n${stops.map(describeStop).join("\n")}`);
  }

  /** Looks where the focus is and asks nothing of it; null on the page's body. */
  async peek(): Promise<Stop | null> {
    const { result } = await this.#client.send("Runtime.evaluate", {
      expression: `(() => {
        let found = document.activeElement;
        while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
        return found === document.body ? null : found;
      })()`,
    });
    const { objectId } = result;
    if (objectId === undefined) return null;
    const [looked, tree] = await Promise.all([
      this.#client.send("Runtime.callFunctionOn", {
        objectId,
        functionDeclaration: look.toString(),
        returnByValue: true,
      }),
      this.#client.send("Accessibility.getPartialAXTree", { objectId, fetchRelatives: false }),
    ]);
    assert.equal(looked.exceptionDetails, undefined, JSON.stringify(looked.exceptionDetails));
    const [node] = tree.nodes;
    return {
      ...(looked.result.value as Looked),
      role: String(node?.role?.value ?? ""),
      name: String(node?.name?.value ?? ""),
    };
  }
}

/** Rows from top to bottom, each in the direction of reading; what floats has an order of its own. */
export function assertReadingOrder(stops: readonly Stop[]): void {
  const last = new Map<number, Stop>();
  for (const stop of stops) {
    const previous = last.get(stop.layer);
    last.set(stop.layer, stop);
    // What a launcher opens stands above it, and follows it all the same.
    if (!previous || previous.part === "launcher") continue;
    const [a, b] = [previous.box, stop.box];
    const shared = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
    const isSameRow = shared > Math.min(a.h, b.h) / 2;
    // A column is read to its end before the one beside it, which begins above that end.
    const isNextColumn = b.x >= a.x + a.w;
    assert.ok(
      isSameRow ? b.x >= a.x : b.y >= a.y || isNextColumn,
      `${describeStop(stop)} comes after ${describeStop(previous)}`,
    );
  }
}
