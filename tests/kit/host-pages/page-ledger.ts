import type { Frame, Page } from "playwright-core";

interface LedgerWindow {
  readLedger: () => Promise<string>;
  readHost: () => string;
}

/** Runs in every document before its own scripts. What is called from below `/widget/` or `/pinned/` is ours. */
function install(): void {
  Error.stackTraceLimit = 50;
  const fromUs = /\/(?:widget|pinned)\/|\/widget\/src\//;
  const matches = RegExp.prototype.test.bind(fromUs);
  const isOurs = (): boolean => matches(String(new Error().stack));
  const counts = new Map<string, Set<unknown>>();
  const keep = (kind: string, thing: unknown): void => {
    const kept = counts.get(kind) ?? new Set();
    counts.set(kind, kept.add(thing));
  };
  const drop = (kind: string, thing: unknown): void => void counts.get(kind)?.delete(thing);

  const listeners: { target: EventTarget; type: string; listener: unknown; capture: boolean }[] =
    [];
  type Native = (...values: unknown[]) => unknown;
  const take = (holder: object, name: string): Native => Reflect.get(holder, name) as Native;
  const add = take(EventTarget.prototype, "addEventListener");
  const remove = take(EventTarget.prototype, "removeEventListener");
  const isCapture = (options: unknown): boolean =>
    options === true || (Object(options) as { capture?: unknown }).capture === true;
  const forget = (target: unknown, type: string, listener: unknown, capture: boolean): void => {
    const index = listeners.findIndex(
      (entry) =>
        entry.target === target &&
        entry.type === type &&
        entry.listener === listener &&
        entry.capture === capture,
    );
    if (index >= 0) listeners.splice(index, 1);
  };
  EventTarget.prototype.addEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    const target = this ?? globalThis;
    Reflect.apply(add, target, [type, listener, options]);
    const { signal, once } = Object(options) as AddEventListenerOptions;
    if (listener === null || signal?.aborted === true || !isOurs()) return;
    const capture = isCapture(options);
    forget(target, type, listener, capture);
    listeners.push({ target: target, type, listener, capture });
    const done = (): void => {
      forget(target, type, listener, capture);
    };
    if (signal) Reflect.apply(add, signal, ["abort", done, { once: true }]);
    if (once === true) Reflect.apply(add, target, [type, done, { once: true, capture }]);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget | undefined,
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void {
    const target = this ?? globalThis;
    Reflect.apply(remove, target, [type, listener, options]);
    forget(target, type, listener, isCapture(options));
  };

  const page = globalThis as unknown as Record<string, (...values: unknown[]) => unknown>;
  const wrapTimer = (start: string, stop: readonly string[], repeats: boolean): void => {
    const native = page[start];
    if (native === undefined) return;
    page[start] = (work: unknown, ...rest: unknown[]): unknown => {
      if (typeof work !== "function" || !isOurs()) return native(work, ...rest);
      const id = native(
        (...values: unknown[]): void => {
          if (!repeats) drop(start, id);
          Reflect.apply(work, globalThis, values);
        },
        ...rest,
      );
      keep(start, id);
      return id;
    };
    for (const name of stop) {
      const clear = page[name];
      page[name] = (id: unknown): unknown => {
        drop(start, id);
        return clear?.(id);
      };
    }
  };
  wrapTimer("setTimeout", ["clearTimeout", "clearInterval"], false);
  wrapTimer("setInterval", ["clearInterval", "clearTimeout"], true);
  wrapTimer("requestAnimationFrame", ["cancelAnimationFrame"], false);

  for (const name of ["ResizeObserver", "IntersectionObserver", "MutationObserver"]) {
    const prototype = (Reflect.get(globalThis, name) as { prototype: Record<string, unknown> })
      .prototype;
    const { observe, disconnect } = prototype as Record<string, (...values: unknown[]) => void>;
    prototype["observe"] = function (...values: unknown[]): void {
      if (isOurs()) keep(name, this);
      if (observe) Reflect.apply(observe, this, values);
    };
    prototype["disconnect"] = function (...values: unknown[]): void {
      drop(name, this);
      if (disconnect) Reflect.apply(disconnect, this, values);
    };
  }

  const sounds: AudioContext[] = [];
  globalThis.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      if (isOurs()) sounds.push(this);
    }
  };
  const players: HTMLMediaElement[] = [];
  const play = take(HTMLMediaElement.prototype, "play");
  HTMLMediaElement.prototype.play = function (): Promise<void> {
    if (isOurs()) players.push(this);
    return Reflect.apply(play, this, []) as Promise<void>;
  };
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      if (isOurs()) keep("BroadcastChannel", this);
    }
    override close(): void {
      drop("BroadcastChannel", this);
      super.close();
    }
  };
  const wakeLocks: WakeLockSentinel[] = [];
  const wake = (navigator as { wakeLock?: WakeLock }).wakeLock;
  const request = wake?.request.bind(wake);
  if (wake && request)
    wake.request = async (type) => {
      const sentinel = await request(type);
      wakeLocks.push(sentinel);
      return sentinel;
    };

  const isOutside = (target: EventTarget): boolean => {
    if (target instanceof Element)
      return target.getRootNode() === document && !target.closest("maka-voice-coach");
    return /Window|Document|VisualViewport|MediaDevices|MediaQueryList|NetworkInformation/.test(
      Object.prototype.toString.call(target),
    );
  };
  /** Locks are the origin's: which are this page's shows by one that it takes now. */
  const countLocks = async (): Promise<number> => {
    const manager = (navigator as { locks?: LockManager }).locks;
    const name = `ledger-${Math.random()}`;
    const count = manager?.request(name, async () => {
      const held = (await manager.query()).held ?? [];
      const own = held.find((lock) => lock.name === name)?.clientId;
      return held.filter((lock) => lock.clientId === own && lock.name?.startsWith("maka")).length;
    });
    // A sandboxed frame has no locks that work.
    return (await count?.catch(() => 0)) ?? 0;
  };
  const windowOf = globalThis as unknown as LedgerWindow;
  /** One line for each kind of thing that is still held, such as `1 setInterval`. */
  windowOf.readLedger = async () => {
    const lines: string[] = [];
    const note = (count: number, what: string): void => {
      if (count > 0) lines[lines.length] = `${count} ${what}`;
    };
    for (const [kind, things] of counts) note(things.size, kind);
    for (const { target, type } of listeners) {
      if (isOutside(target)) note(1, `listener ${Object.prototype.toString.call(target)} ${type}`);
    }
    note(sounds.filter(({ state }) => state === "running").length, "running AudioContext");
    note(players.filter((player) => !player.paused && !player.ended).length, "playing audio");
    note(wakeLocks.filter((lock) => !lock.released).length, "wake lock");
    note(await countLocks(), "web lock");
    return lines.join("\n");
  };
}

/** Runs in every document too. */
function installReader(): void {
  const SIZES =
    /block-size|inline-size|^(?:inset|top|left|right|bottom|height|width)|origin|grid-template/;
  const readStyles = (element: Element): string => {
    const style = getComputedStyle(element);
    let text = "";
    for (let index = 0; index < style.length; index += 1) {
      const name = style.item(index);
      if (!SIZES.test(name) && !name.startsWith("--"))
        text += `${name}:${style.getPropertyValue(name)};`;
    }
    return text;
  };
  const describeOwn = (name: string, holder: object): string => {
    let text = "";
    for (const key of Reflect.ownKeys(holder)) {
      const value: unknown = Reflect.getOwnPropertyDescriptor(holder, key)?.value;
      text += `${name}.${String(key)} ${typeof value === "function" ? Function.prototype.toString.call(value).length : ""}\n`;
    }
    return text;
  };
  /** What a page could notice of us: its globals, the language's objects, its markup, the look of its parts. */
  (globalThis as unknown as LedgerWindow).readHost = () => {
    let text = "";
    for (const key of Reflect.ownKeys(globalThis).map(String).sort())
      if (!/^__p(lay)?w|^\d+$/.test(key)) text += `global ${key}\n`;
    for (const name of "Object Array Function Promise Symbol String Map Set Error JSON Math Reflect Event EventTarget Node Element HTMLElement Document ShadowRoot CSSStyleSheet Intl".split(
      " ",
    )) {
      const holder = Reflect.get(globalThis, name) as object & { prototype?: object };
      text += describeOwn(name, holder);
      if (holder.prototype) text += describeOwn(`${name}.prototype`, holder.prototype);
    }
    const root = document.documentElement;
    for (const element of root.querySelectorAll(".host, .host *, #later, body"))
      text += `style ${element.tagName} ${readStyles(element)}\n`;
    text += `sheets ${document.styleSheets.length} ${document.adoptedStyleSheets.length}\n`;
    const copy = root.cloneNode(true) as Element;
    for (const tag of copy.querySelectorAll("maka-voice-coach")) tag.remove();
    return `${text}markup ${copy.outerHTML}`;
  };
}

/** Puts the ledger into every document that the page will load. */
export async function installLedger(page: Page): Promise<void> {
  await page.addInitScript(install);
  await page.addInitScript(installReader);
}

/** What the widget still holds, one line each; none where it has gone without a trace. */
export async function readLedger(page: Page | Frame): Promise<readonly string[]> {
  const text = await page.evaluate(() => (globalThis as unknown as LedgerWindow).readLedger());
  return text === "" ? [] : text.split("\n");
}

/** What a host page could notice of the widget, one line for each thing. */
export async function readHost(page: Page | Frame): Promise<readonly string[]> {
  const text = await page.evaluate(() => (globalThis as unknown as LedgerWindow).readHost());
  return text.split("\n");
}
