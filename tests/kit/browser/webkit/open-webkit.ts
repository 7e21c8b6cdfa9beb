import { spawn } from "node:child_process";
import { Builder, type WebDriver } from "selenium-webdriver";
import { freePort } from "../../stack/free-port.ts";
import { until } from "../../stack/stage.ts";
import { ensureWebKit } from "./ensure-webkit.ts";

/** A WebDriver that starts WebKitGTK, one browser at a time. */
export interface WebKit {
  readonly address: string;
  readonly miniBrowser: string;
  close(): Promise<void>;
}

/** As a browser is once its learner has clicked and allowed the microphone. */
const ARGUMENTS = [
  "--automation",
  "--autoplay-policy=allow",
  "--media-playback-requires-user-gesture=false",
  "--enable-media-stream=true",
  "--enable-mock-capture-devices=true",
];
const SCREEN = "-screen 0 1600x1400x24";

/** Starts the driver on a display of its own. */
export async function openWebKit(): Promise<WebKit> {
  const { miniBrowser, driver, display } = ensureWebKit();
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const server = spawn(
    display,
    ["-a", "-s", SCREEN, driver, `--port=${port}`, "--host=127.0.0.1"],
    // A group of its own, so that the display ends with the driver.
    { stdio: "ignore", detached: true },
  );
  const exited = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  const isUp = (): Promise<boolean> =>
    fetch(`${address}/status`).then(
      ({ ok }) => ok,
      () => false,
    );
  const close = async (): Promise<void> => {
    if (server.pid !== undefined) process.kill(-server.pid, "SIGTERM");
    await exited;
  };
  try {
    await until("WebKit's driver listens", isUp);
  } catch (error) {
    await close();
    throw error;
  }
  return { address, miniBrowser, close };
}

/** How a session asks the driver for WebKitGTK. */
export function buildWebKit({ address, miniBrowser }: Omit<WebKit, "close">): Builder {
  return new Builder()
    .disableEnvironmentOverrides()
    .usingServer(address)
    .withCapabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: miniBrowser, args: ARGUMENTS },
    });
}

/** Opens a window, and ends it after `use`. */
export async function inWindow<Result>(
  webkit: WebKit,
  use: (window: WebDriver) => Promise<Result>,
): Promise<Result> {
  const window = await buildWebKit(webkit).build();
  try {
    return await use(window);
  } finally {
    await window.quit();
  }
}
