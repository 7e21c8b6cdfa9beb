import { defineOnce } from "../elements/kit/define-once.ts";
import { MakaFigure } from "../elements/figure/maka-figure.ts";

defineOnce("maka-figure", MakaFigure);
