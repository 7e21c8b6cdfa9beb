/** Something that keeps a talk while its events arrive. */
export interface TalkListener {
  /** Takes one server event, as the data channel delivers it. */
  hear(text: string): void;
  countTurns(): number;
}
