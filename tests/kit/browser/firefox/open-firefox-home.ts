import { createScratchFolder } from "../../stack/scratch-folder.ts";
import { ensureFirefox } from "./ensure-firefox.ts";
import { openNullSound } from "./open-null-sound.ts";

/** Where one run of Firefox lives: a home of its own, and on Linux a sound server. */
export interface FirefoxHome {
  /** The program. */
  readonly firefox: string;
  readonly folder: string;
  /** Variables of the environment that Firefox must be started with. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Installs Firefox if it has to and may, and makes it a home. */
export async function openFirefoxHome(): Promise<FirefoxHome> {
  const { firefox, pulseaudio } = ensureFirefox();
  const home = await createScratchFolder();
  const sound = pulseaudio === null ? null : await openNullSound(pulseaudio, home.path);
  return {
    firefox,
    folder: home.path,
    environment: sound?.environment ?? {},
    async close() {
      await sound?.close();
      await home.remove();
    },
  };
}
