import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaAttempts } from "../elements/report/maka-attempts.ts";
import { MakaDelivery } from "../elements/report/maka-delivery.ts";
import { MakaFacts } from "../elements/report/maka-facts.ts";
import { MakaRating } from "../elements/report/maka-rating.ts";
import { MakaSave } from "../elements/report/maka-save.ts";

defineOnce("maka-attempts", MakaAttempts);
defineOnce("maka-delivery", MakaDelivery);
defineOnce("maka-facts", MakaFacts);
defineOnce("maka-rating", MakaRating);
defineOnce("maka-save", MakaSave);
