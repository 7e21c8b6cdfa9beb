import { LitElement } from "lit";
export class MakaReport extends LitElement {}
