// What a signed-in reader saves, follows and mutes, told to the account: now, or when the network is back. Loaded on
// readers' pages alone, as they open, for later there may be no network to load it over.

import { send } from "./queue.js";
import { say } from "./words.js";

function labelOf(button) {
  const about = button.dataset.label ?? (button.closest(".card") ?? document).querySelector(".headline, h1")?.textContent;
  return [(button.querySelector(".when-off") ?? button).textContent, about].join(": ");
}

// `names` are what the button is called in the form while off and on. Gives whether it is on then, where that is known,
// and what there is to say. Of "save" and "do not save" that wait the last one counts.
export async function mark(button, form, names) {
  const data = new FormData(form);
  data.set(button.name, button.value);
  const address = button.getAttribute("formaction") ?? form.action;
  const told = { key: `${names[0]} ${button.value}`, label: labelOf(button) };
  const { sent, response } = await send(address, data, told).catch(() => ({ sent: true }));
  if (!sent) return { on: button.name === names[0], said: say("formWaits") };
  const answer = await response?.json().catch(() => null);
  return response?.ok ? { on: answer.on } : { said: answer?.error ?? form.dataset.failed };
}
