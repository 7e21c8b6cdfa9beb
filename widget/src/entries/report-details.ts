import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaAttempts } from "../elements/report/maka-attempts.ts";
import { MakaDelivery } from "../elements/report/maka-delivery.ts";
import { MakaFacts } from "../elements/report/maka-facts.ts";
import { MakaMoments } from "../elements/report/maka-moments.ts";
import { MakaRating } from "../elements/report/maka-rating.ts";
import { MakaSave } from "../elements/report/maka-save.ts";

MakaSave.loadFiles = () => import("./report-files.ts");
MakaMoments.loadDrawing = () => import("./timeline.ts");
defineOnce("maka-attempts", MakaAttempts);
defineOnce("maka-delivery", MakaDelivery);
defineOnce("maka-facts", MakaFacts);
defineOnce("maka-moments", MakaMoments);
defineOnce("maka-rating", MakaRating);
defineOnce("maka-save", MakaSave);

export { reportDetails } from "../elements/report/report-details.ts";

// What a click will need is fetched while the server can be reached.
MakaSave.loadFiles().catch(() => undefined);
