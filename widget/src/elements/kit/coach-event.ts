import { withoutPrototype } from "../../domain/without-prototype.ts";

/** A public event: it bubbles, leaves the shadow root and carries plain JSON. */
export class CoachEvent<Detail> extends CustomEvent<Detail> {
  constructor(type: string, detail: Detail) {
    super(type, withoutPrototype({ bubbles: true, composed: true, detail }));
  }
}
