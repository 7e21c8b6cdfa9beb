// A partner's page: its own server knows who is signed in there, and signs the coach token.

const tag = document.querySelector("maka-coach-console");
const who = document.getElementById("who");

function signIn() {
  const { value } = who;
  tag.getCoachToken = async () => {
    const response = await fetch(`/coach-token?as=${value}`, { method: "POST" });
    if (!response.ok) throw new Error(`no coach token: ${response.status}`);
    return await response.text();
  };
}

who.addEventListener("change", signIn);
await customElements.whenDefined("maka-coach-console");
signIn();
