import { defineOnce } from "./elements/define-once.ts";
import { MakaAttempts } from "./elements/maka-attempts.ts";
import { MakaDelivery } from "./elements/maka-delivery.ts";
import { MakaFacts } from "./elements/maka-facts.ts";
import { MakaRating } from "./elements/maka-rating.ts";
import { MakaSave } from "./elements/maka-save.ts";

defineOnce("maka-attempts", MakaAttempts);
defineOnce("maka-delivery", MakaDelivery);
defineOnce("maka-facts", MakaFacts);
defineOnce("maka-rating", MakaRating);
defineOnce("maka-save", MakaSave);
