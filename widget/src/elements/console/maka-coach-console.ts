import { html, nothing } from "lit";
import type { PropertyValues, TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { LoadController } from "../../controllers/load-controller.ts";
import type { ConsoleMember } from "#contract/console/member.ts";
import { formatRoute, isNarrowed, parseRoute } from "../../domain/console/route.ts";
import type { Route } from "../../domain/console/route.ts";
import { toCsv } from "../../domain/console/to-csv.ts";
import { isTimeZone } from "../../domain/console/zoned-days.ts";
import { ENGLISH_CONSOLE, loadConsoleTexts } from "../../locales/console-texts.ts";
import type { ConsoleWords } from "../../locales/console-texts.ts";
import { ConsoleError } from "../../domain/console/console-error.ts";
import type { ConsoleApi } from "../../ports/console-api.ts";
import { CoachElement } from "../kit/coach-element.ts";
import { controls } from "../kit/controls.ts";
import { tokens } from "../kit/tokens.ts";
import { isPlain, readKeySetting, toAction } from "./console-keys.ts";
import type { KeyAction, KeySetting } from "./console-keys.ts";
import type { ConsoleServices } from "./console-services.ts";
import { consoleStyles } from "./console-styles.ts";
import type { ConsoleView, Shown, ViewContext } from "./console-view.ts";
import { MakaConsoleErrorEvent, MakaConsoleReadyEvent, MakaViewChangedEvent } from "./events.ts";
import { readFilter, renderFilters } from "./render-filters.ts";
import type { FilterChoices } from "./render-filters.ts";
import { renderNavigation } from "./render-navigation.ts";
import { renderEmpty, renderError, renderKeys } from "./render-states.ts";
import { renderPages, renderTable, toRows } from "./render-table.ts";
import { renderTools, renderZone } from "./render-tools.ts";
import { readSavedViews } from "./saved-views.ts";
import type { SavedView } from "./saved-views.ts";
import { tableStyles } from "./table-styles.ts";
import { toRequest } from "./to-request.ts";

const TYPING_MS = 250;
const TO_THE_NEAREST: ScrollIntoViewOptions = { block: "nearest", inline: "nearest" };

/**
 * Who needs help, what was said, and a review that counts: the console of those who coach.
 *
 * @element maka-coach-console
 * @summary Learners, official attempts, reviews and records of a site, for its coaches.
 * @fires {MakaConsoleReadyEvent} maka-console-ready - Somebody is signed in.
 * @fires {MakaViewChangedEvent} maka-view-changed - Another view, or another cut of it, is shown.
 * @fires {MakaReviewSavedEvent} maka-review-saved - A review was committed.
 * @fires {MakaConsoleErrorEvent} maka-console-error - Something could not be shown.
 * @cssprop --maka-accent - The one colour that stands out; darkened or lightened where it is too weak.
 * @cssprop --maka-surface - Background.
 * @cssprop --maka-raised - Background of what lies on it.
 * @cssprop --maka-ink - Text.
 * @cssprop --maka-muted - Text of less weight.
 * @cssprop --maka-line - Borders of controls.
 * @cssprop --maka-hairline - Lines that only divide.
 */
export class MakaCoachConsole extends CoachElement {
  /** What it needs of the outside; `entries/console.ts` sets it. */
  static services: ConsoleServices;
  static override styles = [tokens, controls, consoleStyles, tableStyles];

  /** Where the functions are: `https://PROJECT.supabase.co/functions/v1`. */
  @property() api = "";
  /** The site's public key. */
  @property({ attribute: "embed-key" }) embedKey = "";
  /** BCP 47; otherwise the page's language, then the browser's. */
  @property() locale = "";
  /** `auto` follows the device. */
  @property({ reflect: true }) theme: "auto" | "light" | "dark" = "auto";
  /** `off` leaves the address of the page alone. */
  @property() routing: "hash" | "off" = "hash";
  /** `off` leaves every key to the page. */
  @property() shortcuts: "on" | "off" = "on";
  /** Fetches a fresh coach token from the page's server; called for each session, which lasts a quarter of an hour. */
  @property({ attribute: false }) getCoachToken: (() => Promise<string>) | null = null;

  @state() private place = "overview";
  @state() private member: ConsoleMember | null = null;
  /** Why nobody is signed in. */
  @state() private refusal: unknown = null;
  @state() private words: ConsoleWords = ENGLISH_CONSOLE;
  @state() private choices: FilterChoices = { cohorts: [], scenarios: [] };
  @state() private said = "";
  @state() private savedViews: readonly SavedView[] = [];
  @state() private isNaming = false;
  @state() private keySetting: KeySetting = readKeySetting(null);

  readonly #shown = new LoadController<readonly [ConsoleView, Shown]>(this);
  #api: ConsoleApi | null = null;
  #connection = new AbortController();
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** What is being typed has its step in the address. */
  #hasTyped = false;
  /** What the focus goes to once the view is there. */
  #isMoving = false;
  #shownPlace = "";

  /** The view that is shown, with what narrows it, as an address names it: `attempts?review=waiting`. */
  get view(): string {
    return this.place;
  }

  set view(place: string) {
    this.#go(parseRoute(place));
  }

  /** Asks the server anew for what is shown. */
  async refresh(): Promise<void> {
    if (this.member) await this.#load();
    else await this.#signIn();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { page } = MakaCoachConsole.services;
    this.#connection = new AbortController();
    page.watchAddress(this.#onAddress, this.#connection.signal);
    this.savedViews = readSavedViews(page.readKept("views"));
    this.keySetting = readKeySetting(page.readKept("keys"));
    if (this.routing !== "off") this.place = formatRoute(parseRoute(page.readAddress()));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connection.abort();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("locale")) void this.#localize();
    if (changed.has("api") || changed.has("getCoachToken") || changed.has("embedKey"))
      void this.#signIn();
  }

  protected override update(changed: PropertyValues<this>): void {
    try {
      super.update(changed);
    } catch (error) {
      // A page that requires Trusted Types and allows no name lets nothing be drawn but plain text.
      this.renderRoot.textContent = this.words.texts.notSetUp;
      console.warn(`<maka-coach-console> ${String(error)}`);
    }
  }

  protected override updated(): void {
    if (!this.#isMoving || this.#shown.loaded.isPending || !this.#shown.loaded.value) return;
    this.#isMoving = false;
    // On a phone the views are one row that scrolls.
    this.renderRoot.querySelector("[aria-current]")?.scrollIntoView(TO_THE_NEAREST);
    this.renderRoot.querySelector<HTMLElement>(".view h3")?.focus();
  }

  override render(): TemplateResult {
    const { texts, locale } = this.words;
    return html`<div
      class="console"
      lang=${locale}
      dir=${texts.direction}
      @click=${this.#onClick}
      @keydown=${this.#onKeydown}
    >
      ${this.#renderFrame()}
      <p class="unseen" role="status">${this.said}</p>
    </div>`;
  }

  #renderFrame(): unknown {
    const { texts } = this.words;
    const { member } = this;
    const missing = this.api ? (this.getCoachToken ? "" : "getCoachToken") : "api";
    if (missing)
      return html`<div class="view">
        <h3>${texts.notSetUp}</h3>
        <p>${texts.attributeMissing(missing)}</p>
      </div>`;
    if (this.refusal)
      return html`<div class="view">${renderError(this.refusal, texts, this.#onRetry)}</div>`;
    if (!member) return html`<div class="view"><p class="muted">${texts.loading}</p></div>`;
    const context = this.#context(member);
    return html`<header class="top">
        <h2>${texts.title}</h2>
        <span class="muted"
          >${texts.signedInAs(member.name, member.site?.name ?? member.organization.name)}</span
        >
        <button class="quiet" @click=${this.#openKeys}>${texts.keys}</button>
        <button class="quiet" @click=${this.#signOut}>${texts.signOut}</button>
      </header>
      <div class="frame">
        ${renderNavigation(context, this.#onRemoveView)}
        <div class="view ${this.#shown.loaded.isPending ? "pending" : ""}">
          ${this.#renderView(context)}
        </div>
      </div>
      ${renderKeys(this.keySetting, texts, { onChange: this.#onKeys, onClose: this.#closeKeys })}`;
  }

  #renderView(context: ViewContext): unknown {
    const { texts } = context;
    const { value, error } = this.#shown.loaded;
    if (error) return renderError(error, texts, this.#onRetry);
    if (!value) return html`<p class="muted">${texts.loading}</p>`;
    const [{ filters }, shown] = value;
    const { table, draw, empty } = shown;
    const isEmpty = table?.rows.length === 0;
    return html`<div class="heading">
        <h3 tabindex="-1"><bdi>${shown.title}</bdi></h3>
        ${renderTools(shown, context, {
          ...{ isNaming: this.isNaming, isRouted: this.routing !== "off" },
          ...{ onNaming: this.#onNaming, onSave: this.#onSaveView },
          ...{ onCopy: this.#onCopy, onDownload: this.#onDownload },
        })}
      </div>
      ${renderFilters({
        ...{ filters, context, choices: this.choices },
        ...{ onInput: this.#onFilterInput, onChange: this.#onFilterChange },
      })}
      ${draw ? draw(context) : nothing}
      ${
        table === undefined || isEmpty
          ? empty === undefined || (table === undefined && draw !== undefined)
            ? nothing
            : renderEmpty(empty, isNarrowed(context.route), context)
          : renderTable(table, context)
      }
      ${renderPages(shown, context)} ${renderZone(context, this.#onZone)}`;
  }

  #context(member: ConsoleMember): ViewContext {
    const api = this.#api;
    if (!api) throw new Error("nobody is signed in");
    const route = parseRoute(this.place);
    const { zone = "" } = route.query;
    const chosen = isTimeZone(zone || member.timeZone) ? zone || member.timeZone : "UTC";
    return {
      ...{ api, member, route, timeZone: chosen },
      ...this.words,
      query: toRequest(route, chosen),
      savedViews: this.savedViews,
      keySetting: { ...this.keySetting, isOn: this.keySetting.isOn && this.shortcuts !== "off" },
      linkTo: (to) => `#maka-coach=${formatRoute(to)}`,
      go: (to) => {
        this.#go(to);
      },
      reload: (said = "") => {
        this.said = said;
        void this.#load();
      },
    };
  }

  async #localize(): Promise<void> {
    const { documentElement, defaultView } = this.ownerDocument;
    const host = this.closest<HTMLElement>("[lang]") ?? documentElement;
    const languages = defaultView?.navigator.languages ?? [];
    this.words = await loadConsoleTexts([this.locale, host.lang, ...languages]);
  }

  async #signIn(): Promise<void> {
    this.member = null;
    this.refusal = null;
    const { getCoachToken, api } = this;
    if (!getCoachToken || !api) return;
    const service = MakaCoachConsole.services.createApi({
      api: api.trim(),
      getCoachToken: () => getCoachToken(),
    });
    this.#api = service;
    try {
      const member = await service.signIn(this.#connection.signal);
      if (this.#api !== service) return;
      this.member = member;
      this.dispatchEvent(new MakaConsoleReadyEvent({ name: member.name, roles: member.roles }));
      await Promise.all([this.#load(), this.#loadChoices(service)]);
    } catch (error) {
      if (this.#api === service) this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    const refusal = error instanceof ConsoleError ? error : new ConsoleError("unreachable");
    console.warn(`<maka-coach-console> ${refusal.reason ?? refusal.code}`, refusal.cause ?? "");
    this.refusal = refusal;
    const { code, requestId } = refusal;
    this.dispatchEvent(new MakaConsoleErrorEvent({ code, requestId }));
  }

  readonly #signOut = (): void => {
    void this.#api?.signOut();
    this.member = null;
    this.refusal = new ConsoleError("signed_out");
  };

  /** What the filters offer. Without it they still show what an address names. */
  async #loadChoices(api: ConsoleApi): Promise<void> {
    const { signal } = this.#connection;
    const [cohorts, scenarios] = await Promise.all([
      api.read("cohorts", {}, signal).catch(() => null),
      api.read("scenarios", { query: { limit: "100" } }, signal).catch(() => null),
    ]);
    this.choices = { cohorts: cohorts?.items ?? [], scenarios: scenarios?.items ?? [] };
  }

  async #load(): Promise<void> {
    const { member, place } = this;
    if (!member) return;
    const route = parseRoute(place);
    const isSame = this.#shownPlace.split("?")[0] === place.split("?")[0];
    if (!isSame) this.#isMoving = this.#shownPlace !== "";
    this.#shownPlace = place;
    const load = async (signal: AbortSignal): Promise<readonly [ConsoleView, Shown]> => {
      const view = await MakaCoachConsole.services
        .loadView(route.view, route.id !== null)
        .catch((cause: unknown) => {
          throw new ConsoleError("unreachable", { cause });
        });
      return [view, await view.load(this.#context(member), signal)];
    };
    await this.#shown.run(load, { keeps: isSame });
    const { error } = this.#shown.loaded;
    if (!(error instanceof ConsoleError)) return;
    if (error.code === "signed_out") this.#refuse(error);
    else
      this.dispatchEvent(
        new MakaConsoleErrorEvent({ code: error.code, requestId: error.requestId }),
      );
  }

  #go(route: Route, isStep = true): void {
    const place = formatRoute(route);
    if (place === this.place) return;
    this.place = place;
    this.isNaming = false;
    this.said = "";
    if (this.routing !== "off") MakaCoachConsole.services.page.writeAddress(place, isStep);
    this.dispatchEvent(new MakaViewChangedEvent({ view: place }));
    void this.#load();
  }

  readonly #onAddress = (): void => {
    if (this.routing === "off") return;
    const address = MakaCoachConsole.services.page.readAddress();
    const place = formatRoute(parseRoute(address));
    if (place === this.place) return;
    this.place = place;
    this.dispatchEvent(new MakaViewChangedEvent({ view: place }));
    void this.#load();
  };

  /** Links lead within the console; with a modifier they are the browser's. */
  readonly #onClick = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const href = link?.getAttribute("href") ?? "";
    if (!href.startsWith("#maka-coach=")) return;
    event.preventDefault();
    this.#go(parseRoute(href.slice("#maka-coach=".length)));
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    // What is typed here is no shortcut of the page.
    if (isPlain(event) && !/^(Tab|Escape)$/.test(event.key)) event.stopPropagation();
    if (this.shortcuts === "off" || event.defaultPrevented) return;
    const action = toAction(event, this.keySetting);
    if (action && this.#act(action)) event.preventDefault();
  };

  /** Does what a key asks for, and says whether there was something to do. */
  #act(action: KeyAction): boolean {
    const find = (selector: string): HTMLElement[] => [
      ...this.renderRoot.querySelectorAll<HTMLElement>(selector),
    ];
    if (action === "help") this.#openKeys();
    else if (action === "search") find(".filters :is(input, select)")[0]?.focus();
    else if (action === "next" || action === "previous") {
      const rows = find("tbody th a, .person .name");
      const at = rows.findIndex((row) => row === this.shadowRoot?.activeElement);
      rows[Math.max(0, action === "next" ? at + 1 : at - 1)]?.focus();
    } else return false;
    return true;
  }

  readonly #openKeys = (): void => {
    this.renderRoot.querySelector("dialog")?.showModal();
  };

  readonly #closeKeys = (): void => {
    this.renderRoot.querySelector("dialog")?.close();
  };

  readonly #onKeys = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement)) return;
    const { keys, isOn } = this.keySetting;
    const changed =
      target.name === "isOn"
        ? { keys, isOn: target.checked }
        : { isOn, keys: { ...keys, [target.name]: target.value } };
    this.keySetting = readKeySetting(changed);
    MakaCoachConsole.services.page.writeKept("keys", this.keySetting);
  };

  /** While somebody types, one step of the address follows the words. */
  readonly #onFilterInput = (event: Event): void => {
    if (!this.member) return;
    const route = readFilter(event, this.#context(this.member));
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      if (route) this.#go(route, !this.#hasTyped);
      this.#hasTyped = true;
    }, TYPING_MS);
  };

  readonly #onFilterChange = (event: Event): void => {
    if (!this.member) return;
    clearTimeout(this.#typing);
    const route = readFilter(event, this.#context(this.member));
    if (route) this.#go(route, !this.#hasTyped);
    this.#hasTyped = false;
  };

  readonly #onZone = (event: Event): void => {
    const { target } = event;
    if (!(target instanceof HTMLInputElement) || !isTimeZone(target.value)) return;
    const route = parseRoute(this.place);
    this.#go({ ...route, query: { ...route.query, zone: target.value } });
  };

  readonly #onRetry = (): void => {
    if (this.refusal) void this.#signIn();
    else void this.#load();
  };

  readonly #onNaming = (): void => {
    this.isNaming = !this.isNaming;
  };

  readonly #onSaveView = (event: SubmitEvent): void => {
    event.preventDefault();
    const input = this.renderRoot.querySelector<HTMLInputElement>("[name=name]");
    const name = input?.value.trim();
    if (!name) return;
    const others = this.savedViews.filter((view) => view.name !== name);
    this.#keepViews([...others, { name, place: this.place }]);
    this.said = this.words.texts.viewSaved(name);
    this.isNaming = false;
  };

  readonly #onRemoveView = (event: Event): void => {
    const { currentTarget } = event;
    if (!(currentTarget instanceof HTMLElement)) return;
    const name = currentTarget.dataset["name"];
    this.#keepViews(this.savedViews.filter((view) => view.name !== name));
  };

  #keepViews(views: readonly SavedView[]): void {
    this.savedViews = views;
    MakaCoachConsole.services.page.writeKept("views", views);
  }

  readonly #onCopy = (): void => {
    void MakaCoachConsole.services.page.copyAddress(this.place).then(
      () => (this.said = this.words.texts.linkCopied),
      () => undefined,
    );
  };

  readonly #onDownload = (): void => {
    const table = this.#shown.loaded.value?.[1].table;
    if (!table) return;
    const name = `${this.place.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 100)}.csv`;
    MakaCoachConsole.services.page.saveFile(name, toCsv(toRows(table)));
    this.said = this.words.texts.downloaded(String(table.rows.length));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "maka-coach-console": MakaCoachConsole;
  }
}
