/** A frame with its own copy of the platform, in which one module was loaded. */
export interface LoadedFrame {
  readonly window: Window & typeof globalThis;
  /** What the module exports. */
  readonly exports: object;
  remove(): void;
}

/**
 * Loads a module of `widget/src/` in a fresh frame. `prepare` runs before it, so that it finds whatever
 * platform the test wants; `allow` is the frame's permission policy.
 */
export async function loadInFrame(
  module: string,
  prepare: (window: Window & typeof globalThis) => void,
  allow = "microphone",
): Promise<LoadedFrame> {
  const frame = document.createElement("iframe");
  frame.allow = allow;
  frame.srcdoc = "<!doctype html><title>Frame</title>";
  const loaded = new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
  });
  document.body.append(frame);
  await loaded;
  const window = frame.contentWindow;
  if (!isFullWindow(window)) throw new Error("The frame has no window.");
  prepare(window);
  const script = window.document.createElement("script");
  script.type = "module";
  const url = new URL(`../../../widget/src/${module}`, import.meta.url);
  script.textContent = `import * as module from ${JSON.stringify(url.href)};
    window.dispatchEvent(new CustomEvent("module-loaded", { detail: { ...module } }));`;
  const exports = new Promise<object>((resolve) => {
    window.addEventListener("module-loaded", (event) => {
      const detail: unknown = Reflect.get(event, "detail");
      resolve(typeof detail === "object" && detail !== null ? detail : {});
    });
  });
  window.document.head.append(script);
  return {
    window,
    exports: await exports,
    remove: () => {
      frame.remove();
    },
  };
}

function isFullWindow(window: Window | null): window is Window & typeof globalThis {
  return window !== null && "navigator" in window;
}
