/** A project whose types are known, and about how many seconds its check takes on a quiet machine. */
export interface Project {
  readonly config: string;
  readonly name: string;
  readonly seconds: number;
}

/** In the order of eslint.config.js: the first that lists a file judges it. */
export const PROJECTS: readonly Project[] = [
  {
    config: "tsconfig.core.json",
    name: "types and lint: domain, protocol and contract without the DOM",
    seconds: 7,
  },
  { config: "tsconfig.widget.json", name: "types and lint: widget and its tests", seconds: 30 },
  {
    config: "tsconfig.node.json",
    name: "types and lint: demo, scenarios and node tests",
    seconds: 50,
  },
  {
    config: "tsconfig.functions.json",
    name: "lint: functions, gateway and their tests",
    seconds: 18,
  },
  {
    config: "tests/types/tsconfig.json",
    name: "types and lint: what the package publishes",
    seconds: 6,
  },
];
