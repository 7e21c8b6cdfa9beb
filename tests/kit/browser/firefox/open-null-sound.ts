import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { until } from "../../stack/stage.ts";

/** A sound server of one run, whose loudspeaker nobody hears. */
export interface NullSound {
  /** Variables of the environment under which a program finds it. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Starts PulseAudio with its files in `folder`: without a sound device Firefox suspends every audio context. */
export async function openNullSound(pulseaudio: string, folder: string): Promise<NullSound> {
  const environment = { HOME: folder, XDG_RUNTIME_DIR: folder };
  const modules = ["module-null-sink sink_name=null", "module-native-protocol-unix"];
  const server = spawn(
    pulseaudio,
    ["-n", "--daemonize=no", "--exit-idle-time=-1", ...modules.map((each) => `--load=${each}`)],
    { stdio: "ignore", env: { ...process.env, ...environment } },
  );
  const exited = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  const isUp = (): Promise<boolean> =>
    Promise.resolve(existsSync(path.join(folder, "pulse/native")));
  await until("PulseAudio listens", isUp);
  return {
    environment,
    async close() {
      server.kill();
      await exited;
    },
  };
}
