import { createServer } from "node:net";
import { PlatformError } from "./platform-error.ts";

/** The ports of the local platform, all on 127.0.0.1. */
export interface PlatformPorts {
  readonly demo: number;
  readonly api: number;
  readonly database: number;
  readonly realtime: number;
  /** TLS, for the sockets that servers open to a call. */
  readonly realtimeSecure: number;
}

interface PortSetting {
  readonly variable: string;
  readonly purpose: string;
  readonly standard: number;
}

const SETTINGS: Readonly<Record<keyof PlatformPorts, PortSetting>> = {
  demo: { variable: "DEMO_PORT", purpose: "the demo pages", standard: 5_173 },
  api: { variable: "API_PORT", purpose: "the functions", standard: 54_321 },
  database: { variable: "DB_PORT", purpose: "Postgres", standard: 54_322 },
  realtime: { variable: "REALTIME_PORT", purpose: "the stand-in", standard: 54_390 },
  realtimeSecure: {
    variable: "REALTIME_SECURE_PORT",
    purpose: "the stand-in's secure sockets",
    standard: 54_391,
  },
};

const NAMES = ["demo", "api", "database", "realtime", "realtimeSecure"] as const;

/**
 * Reads the ports from the environment.
 *
 * @throws {PlatformError} naming the variable that holds no port, or two that hold the same.
 */
export function readPorts(
  environment: Readonly<Record<string, string | undefined>>,
): PlatformPorts {
  const read = (name: keyof PlatformPorts): number => {
    const { variable, standard } = SETTINGS[name];
    const text = environment[variable]?.trim() ?? "";
    const port = text === "" ? standard : Number(text);
    if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
    throw new PlatformError(`${variable} is "${text}", but a port is a number from 1 to 65535.`);
  };
  const ports = {
    demo: read("demo"),
    api: read("api"),
    database: read("database"),
    realtime: read("realtime"),
    realtimeSecure: read("realtimeSecure"),
  };
  const twice = NAMES.find((name, index) =>
    NAMES.slice(0, index).some((earlier) => ports[earlier] === ports[name]),
  );
  if (twice !== undefined) {
    throw new PlatformError(
      `Port ${ports[twice]} is given to two services: change ${SETTINGS[twice].variable}.`,
    );
  }
  return ports;
}

/**
 * Makes sure that every port can be had, before anything starts.
 *
 * @throws {PlatformError} naming the port and the variable that changes it.
 */
export async function assertPortsFree(
  ports: PlatformPorts,
  needed: readonly (keyof PlatformPorts)[],
): Promise<void> {
  const problems = await Promise.all(
    needed.map(async (name) => {
      const code = await tryToListen(ports[name]);
      return code === undefined ? undefined : describe(name, ports[name], code);
    }),
  );
  const [problem] = problems.filter((text) => text !== undefined);
  if (problem !== undefined) throw new PlatformError(problem);
}

function describe(name: keyof PlatformPorts, port: number, code: string): string {
  const { variable, purpose } = SETTINGS[name];
  const reason = code === "EADDRINUSE" ? "is taken" : `cannot be used (${code})`;
  return `Port ${port} on 127.0.0.1, for ${purpose}, ${reason}: stop what runs there or set ${variable} to another port.`;
}

function tryToListen(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}
