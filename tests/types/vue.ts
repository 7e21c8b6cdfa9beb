// What Vue's templates know of the tag.
import type {} from "maka-voice-coach/vue";
import type { GlobalComponents } from "vue";

type Props = InstanceType<GlobalComponents["maka-voice-coach"]>["$props"];

/** What a template may pass. */
export const PROPS: Props = {
  api: "https://project.example/functions/v1",
  "embed-key": "mk_demo",
  scenario: "website-sales-fr",
  onMakaReportReady: ({ detail }) => {
    console.log(detail.total);
  },
};
// @ts-expect-error -- there is no such theme
PROPS.theme = "sepia";
