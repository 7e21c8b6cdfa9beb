/** What learning platforms take. */
export const PACKAGE_KINDS = ["scorm2004", "scorm12", "cmi5"] as const;
/** One of `PACKAGE_KINDS`. */
export type PackageKind = (typeof PACKAGE_KINDS)[number];

/** What a package is made of. */
export interface PackageRequest {
  readonly kind: PackageKind;
  readonly scenario: {
    readonly id: string;
    readonly title: string;
    readonly language: string;
    /** 0 to 100. */
    readonly passMark: number;
  };
  /** Base URL of the functions. */
  readonly api: string;
  /** Names the site; not a secret. */
  readonly embedKey: string;
  /** The tag's file below the operator's version, and the hash that the page pins it by. */
  readonly script: { readonly url: string; readonly integrity: string };
  /** Language of the interface; null: the scenario's. */
  readonly locale: string | null;
  /** For platforms that finish a course by completion alone. */
  readonly completionOnly: boolean;
  /** The value of SCORM's `exit` after a result; null: what the reporter chooses. */
  readonly exit: string | null;
}

/** Files by their names; all of the reporter's and of the schemas' go into the package as they are. */
export type FileSet = Readonly<Record<string, Uint8Array>>;
