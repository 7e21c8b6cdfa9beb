import { MakaAsk } from "../elements/console/maka-ask.ts";
import { MakaReview } from "../elements/console/review/maka-review.ts";
import { defineOnce } from "../elements/kit/define-once.ts";

defineOnce("maka-ask", MakaAsk);
defineOnce("maka-review", MakaReview);

export { review } from "../elements/console/review/review-view.ts";
