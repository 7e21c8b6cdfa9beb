import { type HostPage, MODULE } from "./host-page.ts";

const inline = (code: string): string => `<script>${code}</script>`;
/** Runs after our script has, and before a learner could act. */
const later = (code: string): string => `<script type="module">${code}</script>`;

/** Pages whose own scripts change what all scripts stand on. */
export const SCRIPT_PAGES: readonly HostPage[] = [
  {
    name: "storage that throws",
    journey: "typed",
    head: inline(`for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
      Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError"); } });`),
  },
  {
    name: "storage that is full",
    journey: "start",
    head: inline(
      `Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };`,
    ),
  },
  {
    name: "enumerable fields on Array.prototype and Object.prototype",
    journey: "typed",
    head: inline(`Array.prototype.contains = function (value) { return this.indexOf(value) >= 0; };
      Array.prototype.last = function () { return this[this.length - 1]; };
      Object.prototype.extend = function () {}; Object.prototype.isEmpty = false;
      String.prototype.trimAll = function () { return this; }; Function.prototype.bind2 = function () {};`),
  },
  {
    name: "the years of Prototype.js",
    journey: "typed",
    head: inline(`window.$ = (id) => document.getElementById(id);
      Array.prototype.toJSON = function () { return "[" + this.join(", ") + "]"; };
      String.prototype.toJSON = function () { return '"' + this + '"'; };
      Array.prototype.map = function (iterator, context) { const results = [];
        for (let i = 0; i < this.length; i++) results.push(iterator ? iterator.call(context, this[i], i) : this[i]); return results; };
      Array.prototype.find = function (iterator) { for (let i = 0; i < this.length; i++) if (iterator(this[i], i)) return this[i]; };
      Array.prototype.entries = function () { return this; };
      Array.from = (iterable) => { const results = []; if (iterable?.[Symbol.iterator]) results.push(...iterable); else for (let i = 0; i < (iterable?.length ?? 0); i++) results[i] = iterable[i]; return results; };
      Element.prototype.remove = function () { this.parentNode?.removeChild(this); return this; };
      Element.prototype.hide = function () { this.style.display = "none"; return this; };
      Function.prototype.bind = function (context, ...first) { const work = this;
        return function (...rest) { return work.apply(context, [...first, ...rest]); }; };`),
  },
  {
    // It heeds no `translate="no"`: what the learner reads must change all the same.
    name: "every text replaced by a translator, again and again",
    journey: async (visit) => {
      await visit.start();
      const clock = visit.tag.locator("[role=timer]");
      const before = await clock.innerText();
      await clock.filter({ hasNotText: before.trim() }).waitFor({ timeout: 10_000 });
      await visit.finish();
    },
    tail: inline(`const translate = (root) => { for (const node of [...root.childNodes]) {
        if (node.nodeType === 3 && node.data.trim()) { const font = document.createElement("font"); font.textContent = node.data; node.replaceWith(font); }
        else if (node.nodeType === 1 && !/^(font|style|script)$/i.test(node.localName)) { translate(node); if (node.shadowRoot) translate(node.shadowRoot); } } };
      const again = setInterval(() => { const tag = document.querySelector("maka-voice-coach");
        if (tag) translate(tag); else clearInterval(again); }, 40);`),
  },
  {
    name: "fetch wrapped by a monitor",
    journey: "typed",
    head: inline(
      `const real = window.fetch; window.fetch = function () { return real.apply(window, arguments).then((answer) => { answer.clone().text().catch(() => {}); return answer; }); };`,
    ),
  },
  {
    name: "every request marked by a monitor",
    journey: "typed",
    head: inline(`const real = window.fetch; window.fetch = (target, options) => {
      const request = new Request(target, options);
      request.headers.set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      request.headers.set("baggage", "release=7,user=7");
      request.headers.set("x-datadog-origin", "rum");
      return real(request); };`),
  },
  {
    name: "fetch, peers, microphone and sound broken after load",
    journey: "voice",
    head: later(`const broken = () => { throw new Error("broken by the page"); };
      const spoil = () => { if (!customElements.get("maka-voice-coach")) return setTimeout(spoil, 5);
        const tag = document.querySelector("maka-voice-coach");
        tag.addEventListener("maka-phase-changed", () => {
          window.fetch = broken; window.RTCPeerConnection = broken;
          navigator.mediaDevices.getUserMedia = broken; window.AudioContext = broken; }, { once: true }); };
      spoil();`),
  },
  {
    name: "Promise, timers and listeners wrapped, as zone.js does",
    journey: "typed",
    head: inline(`const Native = Promise;
      window.Promise = class ZonePromise extends Native {};
      for (const name of ["setTimeout", "setInterval", "requestAnimationFrame", "queueMicrotask"]) {
        const real = window[name]; window[name] = (work, ...rest) => real(function () { return work.apply(this, arguments); }, ...rest); }
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        return add.call(this || window, type, listener, options); };`),
  },
  {
    name: "frozen intrinsics",
    journey: "typed",
    head: inline(`for (const thing of [Object, Array, Function, Promise, String, Number, Boolean, RegExp, Map, Set, WeakMap, Date, Error, TypeError, Symbol, JSON, Math, Reflect])
      { Object.freeze(thing); if (thing.prototype) Object.freeze(thing.prototype); }`),
  },
  {
    name: "addEventListener read-only, as on Wix (EL#556, EL#558)",
    journey: "voice",
    head: inline(`for (const holder of [EventTarget.prototype, window, document, HTMLElement.prototype,
        RTCPeerConnection.prototype, RTCDataChannel.prototype, MediaStreamTrack.prototype, navigator.mediaDevices])
      Object.defineProperty(holder, "addEventListener", { value: holder.addEventListener, writable: false, configurable: false });`),
  },
  {
    name: "the years of jQuery",
    journey: "typed",
    head: inline(`window.jQuery = window.$ = function () { return []; }; jQuery.noConflict = () => { delete window.$; return jQuery; }; jQuery.noConflict();
      window.define = function () { throw new Error("anonymous define"); }; define.amd = {};
      window.module = { exports: {} }; window.exports = module.exports; window.require = () => ({}); window.process = { env: {} }; window.global = window;
      document.write('<p id="written">Written</p>');`),
    tail: inline(`document.write('<p class="old">Also written</p>');`),
  },
  {
    name: "globals named like ours",
    journey: "start",
    head: inline(
      `window.MakaVoiceCoach = 1; window.maka = 2; window.litElementVersions = "page"; window.litHtmlVersions = null; window.reactiveElementVersions = undefined;`,
    ),
  },
  {
    name: "elements whose ids shadow globals",
    journey: "start",
    tail: '<i id="fetch"></i><i id="navigator"></i><form id="customElements"><input name="define" /></form><i id="AudioContext"></i><img name="getElementById" alt="" />',
  },
  { name: "script twice", journey: "start", script: `${MODULE}${MODULE}` },
  {
    name: "script twice from two addresses",
    journey: "typed",
    script: `${MODULE}${MODULE.replaceAll("{host}", "{cdn}")}`,
  },
  {
    name: "name taken by another element",
    journey: "absent",
    head: inline(`customElements.define("maka-voice-coach", class extends HTMLElement {});`),
  },
  { name: "script after the tag", journey: "start", script: "", tail: MODULE },
  {
    name: "script added by a tag manager",
    journey: "start",
    script: "",
    tail: inline(`setTimeout(() => { const script = document.createElement("script"); script.type = "module";
      script.src = "{host}/widget/maka-voice-coach.js"; document.head.append(script); }, 50);`),
  },
  {
    name: "base address elsewhere",
    journey: "typed",
    head: '<base href="https://elsewhere.example/deep/" />',
  },
  { name: "quirks mode", journey: "typed", doctype: "" },
  {
    // Chromium runs no module script in an XML document (crbug.com/717643).
    name: "XHTML as XML",
    journey: "absent",
    doctype: "<!DOCTYPE html>",
    root: 'xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"',
    headers: { "content-type": "application/xhtml+xml; charset=utf-8" },
  },
];
