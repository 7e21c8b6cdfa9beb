import { PROJECT_FOLDER, projectPath } from "./project-paths.ts";
import { spawnTethered, type TetheredProcess } from "./tethered-process.ts";

const START_TIMEOUT_MS = 30_000;

/** Where the stand-in for OpenAI listens and which key it accepts. */
export interface StandInOptions {
  readonly port: number;
  readonly securePort: number;
  /** Keeps the certificate of the secure port. */
  readonly certificateFolder: string;
  readonly apiKey: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onOutput?: ((text: string) => void) | undefined;
}

/** Starts the stand-in on this very Node. */
export function spawnStandIn(options: StandInOptions): TetheredProcess {
  return spawnTethered({
    name: "The stand-in",
    command: [process.execPath, projectPath("demo/stand-in/main.ts")],
    environment: {
      ...options.environment,
      REALTIME_PORT: String(options.port),
      REALTIME_SECURE_PORT: String(options.securePort),
      STANDIN_API_KEY: options.apiKey,
      STANDIN_CERTIFICATE_DIR: options.certificateFolder,
    },
    directory: PROJECT_FOLDER,
    onOutput: options.onOutput,
  });
}

/** Waits until it accepts calls and returns its origin. */
export async function standInReady(standIn: TetheredProcess, port: number): Promise<string> {
  await standIn.log.waitFor(/^ready\b/m, START_TIMEOUT_MS);
  return `http://127.0.0.1:${port}`;
}
