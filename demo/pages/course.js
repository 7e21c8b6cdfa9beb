// A small learning platform: the API of SCORM 2004 for the unit in the frame. Values lie in the launch until Commit sends
// them to the record, which is this browser's storage: what the gradebook shows is what was sent, not what was said.

const RECORD = "maka-demo-course";
const MOST_CALLS = 14;
const ROWS = {
  Grade: "cmi.score.raw",
  Outcome: "cmi.success_status",
  Completion: "cmi.completion_status",
  "Last session": "cmi.session_time",
  "Session to ask for": "cmi.suspend_data",
};

const find = (id) => document.getElementById(id);
const [unit, gradebook, calls, away, preview, launch, forget] = [
  ...["unit", "gradebook", "calls", "away", "preview", "launch", "forget"],
].map(find);

function readRecord() {
  try {
    return JSON.parse(localStorage.getItem(RECORD)) ?? {};
  } catch {
    return {}; // Without storage every launch begins anew.
  }
}

function writeRecord(values) {
  try {
    localStorage.setItem(RECORD, JSON.stringify(values));
  } catch {
    // See above.
  }
}

/** The API of one launch. */
function createApi(mode) {
  const values = readRecord();
  let phase = "waiting";
  let error = "0";
  const given = {
    "cmi.mode": mode,
    "cmi.credit": mode === "normal" ? "credit" : "no-credit",
    "cmi.learner_id": "demo-learner",
  };
  const answer = (text, code = "0") => {
    error = code;
    return text;
  };
  const send = () => {
    if (away.checked) return answer("false", "391");
    writeRecord(values);
    showGradebook();
    return answer("true");
  };
  const read = (element) => {
    if (element === "cmi.objectives._count")
      return String(
        Object.keys(values).filter((name) => /^cmi\.objectives\.\d+\.id$/.test(name)).length,
      );
    const fallback = /(completion|success)_status$/.test(element) ? "unknown" : "";
    return given[element] ?? values[element] ?? fallback;
  };
  const when = (isOpen, code, work) => (isOpen ? work() : answer("false", code));
  const api = {
    Initialize: () =>
      when(phase === "waiting", "103", () => {
        phase = "open";
        return answer("true");
      }),
    GetValue: (element) => (phase === "open" ? answer(read(element)) : answer("", "122")),
    SetValue: (element, value) =>
      when(phase === "open", "132", () => {
        values[element] = String(value);
        return answer("true");
      }),
    Commit: () => when(phase === "open", "142", send),
    Terminate: () =>
      when(phase === "open", "112", () => {
        phase = "over";
        return send();
      }),
  };
  const heard = Object.entries(api).map(([name, work]) => [
    name,
    (...words) => {
      const said = work(...words);
      if (name !== "GetValue") showCall([name, ...words].join(" "), said);
      return said;
    },
  ]);
  return Object.fromEntries([...heard, ["GetLastError", () => error]]);
}

function showCall(text, answer) {
  const item = document.createElement("li");
  item.textContent = text;
  item.className = answer === "true" ? "" : "refused";
  calls.append(item);
  while (calls.children.length > MOST_CALLS) calls.firstChild.remove();
}

function showGradebook() {
  const values = readRecord();
  const criteria = Object.keys(values)
    .filter((name) => /^cmi\.objectives\.\d+\.id$/.test(name))
    .map((name) => [values[name], values[name.replace(/id$/, "score.raw")]]);
  const rows = [...Object.entries(ROWS).map(([title, name]) => [title, values[name]]), ...criteria];
  gradebook.replaceChildren(
    ...rows.map(([title, value]) => {
      const row = document.createElement("tr");
      const [head, cell] = [document.createElement("th"), document.createElement("td")];
      head.scope = "row";
      head.textContent = title;
      cell.textContent = value || "–";
      row.append(head, cell);
      return row;
    }),
  );
}

function open() {
  window.API_1484_11 = createApi(preview.checked ? "browse" : "normal");
  unit.hidden = false;
  unit.src = "/course-unit.html";
  launch.textContent = "Close the unit";
}

/** Taken out of the frame, the unit hears that its page goes, and says its last words to this launch. */
function close() {
  unit.hidden = true;
  unit.src = "about:blank";
  launch.textContent = "Open the unit";
}

launch.addEventListener("click", () => {
  if (unit.hidden) open();
  else close();
});
forget.addEventListener("click", () => {
  close();
  // The last words of the launch that ends come first.
  unit.addEventListener(
    "load",
    () => {
      writeRecord({});
      calls.replaceChildren();
      showGradebook();
      open();
    },
    { once: true },
  );
});
showGradebook();
open();
