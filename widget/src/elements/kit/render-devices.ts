import { html } from "lit";
import type { TemplateResult } from "lit";
import type { MicrophoneDevice } from "../../domain/state/session-state.ts";

/** Chromium's names for what the system uses at the time; each stands for a device that is listed itself. */
const DEFAULT_DEVICE = "default";
const SYSTEM_DEVICES = [DEFAULT_DEVICE, "communications", ""];

/** The devices themselves: without what only stands for one of them. */
export function listRealDevices(devices: readonly MicrophoneDevice[]): readonly MicrophoneDevice[] {
  return devices.filter(({ id }) => !SYSTEM_DEVICES.includes(id));
}

/** Options for a choice of devices: the system's own once and in our words, then the real ones. */
export function renderDevices(
  devices: readonly MicrophoneDevice[],
  chosen: string | null,
  words: { readonly device: string; readonly standard: string },
): TemplateResult[] {
  const standard = devices.find(({ id }) => id === DEFAULT_DEVICE);
  const options = listRealDevices(devices).map(({ id, label }, index) => ({
    id,
    label: label || `${words.device} ${(index + 1).toString()}`,
  }));
  if (standard) options.unshift({ id: DEFAULT_DEVICE, label: words.standard });
  return options.map(
    ({ id, label }) => html`<option value=${id} .selected=${id === chosen}>${label}</option>`,
  );
}
