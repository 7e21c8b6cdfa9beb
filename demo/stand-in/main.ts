import { patchFaults, createFaults, type Faults } from "./faults/faults.ts";

const DEFAULT_PORT = 54_390;

const port = readPort("REALTIME_PORT", DEFAULT_PORT);
const securePort = readPort("REALTIME_SECURE_PORT", port + 1);
const apiKey = process.env["STANDIN_API_KEY"] ?? "sk-standin";
const faults = readFaults("STANDIN_FAULTS");
const pace = readPace("STANDIN_PACE");
const hearing = readHearing("STANDIN_HEARING");
const certificateDirectory = process.env["STANDIN_CERTIFICATE_DIR"] ?? ".local/stand-in";

try {
  // Loaded only now: a wrong setting is told at once.
  const { startStandIn } = await import("./server.ts");
  const standIn = await startStandIn({
    ...{ port, securePort, apiKey, certificateDirectory, faults, pace, hearing },
  });
  const stop = () => {
    void standIn.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  console.log(
    `ready ${standIn.url} secure ${standIn.secureUrl} certificate ${standIn.certificateFile}`,
  );
} catch (error) {
  console.error(`The realtime stand-in did not start: ${describe(error)}`);
  process.exit(1);
}

function readPort(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  console.error(`${name} is "${text}", which is no port number.`);
  process.exit(1);
}

function readFaults(name: string): Faults {
  const text = process.env[name];
  if (text === undefined || text === "") return createFaults();
  try {
    return patchFaults(createFaults(), JSON.parse(text));
  } catch {
    console.error(`${name} must be JSON with names and values of faults/faults.ts.`);
    process.exit(1);
  }
}

function readPace(name: string): number {
  const value = Number(process.env[name] ?? "1");
  if (value >= 0.25 && value <= 3) return value;
  console.error(`${name} is "${process.env[name] ?? ""}", but a pace lies between 0.25 and 3.`);
  process.exit(1);
}

function readHearing(name: string): boolean {
  const text = process.env[name] ?? "";
  if (["", "on", "off"].includes(text)) return text !== "off";
  console.error(`${name} is "${text}", but it is on or off.`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `port ${port} or ${securePort} is taken; set REALTIME_PORT and REALTIME_SECURE_PORT to free ones.`;
  return error.message;
}
