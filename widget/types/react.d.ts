/** Types of the tag in JSX for React 19, which sets properties and hears custom events: `import "maka-voice-coach/react"`. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { MakaEventMap, MakaVoiceCoach, MakaVoiceCoachAttributes } from "./index.js";

type Handlers = {
  [Name in keyof MakaEventMap as `on${Name}`]?: (event: MakaEventMap[Name]) => void;
};

type Props = DetailedHTMLProps<HTMLAttributes<MakaVoiceCoach>, MakaVoiceCoach> &
  MakaVoiceCoachAttributes &
  Handlers;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "maka-voice-coach": Props;
    }
  }
}
