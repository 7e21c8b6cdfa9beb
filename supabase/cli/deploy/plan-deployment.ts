import { DEPLOYED_FILE } from "../read-settings.ts";

/** One command of a deployment. */
export interface DeploymentStep {
  /** For the operator: what it does. */
  readonly what: string;
  readonly command: readonly string[];
  /** Variables that it needs besides those of the terminal; never printed. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs in a dry run too: it changes nothing. */
  readonly isChecked: boolean;
}

/** What to run in order, or why nothing can be run. */
export type Deployment =
  | { readonly isDryRun: boolean; readonly steps: readonly DeploymentStep[] }
  | { readonly problem: string };

/** What the plan reads of the machine. */
export interface DeploymentSources {
  /** What `supabase link` left behind; null where it never ran. */
  readonly projectRef: string | null;
  readonly readFile: (name: string) => string | null;
  readonly parseEnv: (text: string) => Readonly<Record<string, string | undefined>>;
}

interface Wishes {
  readonly isDryRun: boolean;
  readonly publishes: boolean;
  readonly secretsFile: string;
  readonly smoke: readonly [embedKey: string, origin: string] | null;
}

/** Without these no function answers anything but that they are missing. */
const REQUIRED = ["OPENAI_API_KEY", "SESSION_TOKEN_SECRET", "LEARNER_HASH_SECRET"];
/** For the scripts on this machine; the platform sets its own and refuses the names as secrets. */
const SECRET_KEYS = "SUPABASE_SECRET_KEYS";
const USAGE =
  "Usage: npm run deploy -- [--dry-run] [--publish] [--secrets <file>] [--smoke <embed-key> <origin>]";

/** Works out every command of a deployment from the arguments; looks at files, runs and changes nothing. */
export function planDeployment(given: readonly string[], sources: DeploymentSources): Deployment {
  const wishes = readArguments(given);
  if (wishes === null) return { problem: USAGE };
  const ref = sources.projectRef?.trim() ?? "";
  if (!/^[a-z0-9]{8,40}$/.test(ref)) {
    return { problem: "No project is linked: run npx supabase link --project-ref <ref> first." };
  }
  const text = sources.readFile(wishes.secretsFile);
  if (text === null) {
    return { problem: `${wishes.secretsFile} is missing: make it with npm run secrets.` };
  }
  const settings = sources.parseEnv(text);
  const missing = REQUIRED.filter((name) => !settings[name]);
  if (missing.length > 0) {
    return { problem: `${wishes.secretsFile} lacks ${missing.join(", ")}.` };
  }
  const secretKeys = settings[SECRET_KEYS] ?? "";
  if (wishes.publishes && secretKeys === "") {
    const hint = `${SECRET_KEYS}='{"default":"sb_secret_…"}'`;
    return { problem: `${wishes.secretsFile} lacks ${hint}, which publishing scenarios needs.` };
  }
  return { isDryRun: wishes.isDryRun, steps: listSteps(wishes, ref, secretKeys) };
}

function readArguments(given: readonly string[]): Wishes | null {
  let wishes: Wishes = {
    ...{ isDryRun: false, publishes: false },
    ...{ secretsFile: DEPLOYED_FILE, smoke: null },
  };
  const rest = [...given];
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const [first, second] = rest;
    if (name === "--dry-run") wishes = { ...wishes, isDryRun: true };
    else if (name === "--publish") wishes = { ...wishes, publishes: true };
    else if (name === "--secrets" && first !== undefined) {
      wishes = { ...wishes, secretsFile: first };
      rest.splice(0, 1);
    } else if (name === "--smoke" && first !== undefined && second !== undefined) {
      wishes = { ...wishes, smoke: [first, second] };
      rest.splice(0, 2);
    } else return null;
  }
  return wishes;
}

function listSteps(wishes: Wishes, ref: string, secretKeys: string): DeploymentStep[] {
  const url = `https://${ref}.supabase.co`;
  const dry = wishes.isDryRun ? ["--dry-run"] : [];
  const step = (
    what: string,
    command: readonly string[],
    more: Partial<DeploymentStep> = {},
  ): DeploymentStep => ({ what, command, environment: {}, isChecked: false, ...more });
  return [
    step("Apply the migrations that are new", ["npx", "supabase", "db", "push", ...dry], {
      isChecked: wishes.isDryRun,
    }),
    step("Set the functions' secrets", [
      ...["npx", "supabase", "secrets", "set", "--env-file", wishes.secretsFile],
    ]),
    step("Deploy the functions", ["npx", "supabase", "functions", "deploy", "--use-api"]),
    ...(wishes.publishes
      ? [
          step("Publish the scenarios", ["npm", "run", "--silent", "scenarios", "--", "publish"], {
            environment: { SUPABASE_URL: url, [SECRET_KEYS]: secretKeys },
          }),
        ]
      : []),
    ...(wishes.smoke === null
      ? []
      : [
          step("Check it from outside", [
            ...["npm", "run", "--silent", "smoke", "--", "--secrets", wishes.secretsFile],
            ...[`${url}/functions/v1`, ...wishes.smoke],
          ]),
        ]),
  ];
}
