/** Types of the tag in Vue 3 templates: `import "maka-voice-coach/vue"`. */
import type { DefineComponent, HTMLAttributes } from "vue";
import type { MakaEventMap, MakaVoiceCoachAttributes } from "./index.js";

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

type Handlers = {
  [Name in keyof MakaEventMap as `on${Capitalize<Camel<Name>>}`]?: (
    event: MakaEventMap[Name],
  ) => void;
};

declare module "vue" {
  interface GlobalComponents {
    "maka-voice-coach": DefineComponent<MakaVoiceCoachAttributes & Handlers & HTMLAttributes>;
  }
}
