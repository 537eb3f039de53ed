// Passkeys: makes and uses them where a page of django-allauth asks for it. Each such page says what it wants in a
// JSON block, <script data-allauth-onload="allauth.webauthn.forms.NAME" type="application/json">.

const BINARY = ["challenge", "id"];

const fromBase64 = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};
const toBase64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What the server says in base64url, as the browser wants it: bytes.
function unpack(value, name) {
  if (typeof value === "string") return BINARY.includes(name) ? fromBase64(value) : value;
  if (Array.isArray(value)) return value.map((one) => unpack(one));
  if (value === null || typeof value !== "object") return value;
  const keepId = "name" in value && !("displayName" in value); // the site's own id is a name, no bytes
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, keepId && key === "id" ? one : unpack(one, key)]),
  );
}

function pack(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = toBase64(credential.response[name]);
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function create(options, passwordless) {
  const { publicKey } = unpack(options);
  if (passwordless !== null) {
    publicKey.authenticatorSelection = {
      ...publicKey.authenticatorSelection,
      residentKey: passwordless ? "required" : "discouraged",
      requireResidentKey: passwordless,
      ...(passwordless ? { userVerification: "required" } : {}),
    };
  }
  return navigator.credentials.create({ publicKey });
}

const use = async (options) => navigator.credentials.get(unpack(options));
const element = (id) => document.getElementById(id);
const told = (ids) => JSON.parse(element(ids.data).textContent);

async function askToSignIn(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()).request_options;
}

const KINDS = {
  addForm: (ids) => [ids.add, () => create(told(ids).creation_options, element(ids.passwordless)?.checked ?? false)],
  signupForm: (ids) => [ids.signup, () => create(told(ids).creation_options, null)],
  authenticateForm: (ids) => [ids.authenticate, () => use(told(ids).request_options)],
  loginForm: (ids) => [ids.login, async () => use(await askToSignIn(element(ids.credential).form))],
};

function connect(kind, ids) {
  const [buttonId, act] = KINDS[kind](ids);
  const button = element(buttonId);
  const field = element(ids.credential);
  if (!button || !field) return;
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      field.value = pack(await act());
      field.form.submit();
    } catch (error) {
      console.warn("passkey", error);
      for (const notice of document.querySelectorAll("[data-passkey-trouble]")) notice.hidden = false;
    }
  });
}

if (globalThis.PublicKeyCredential) {
  for (const block of document.querySelectorAll("script[data-allauth-onload^='allauth.webauthn.forms.']")) {
    const kind = block.dataset.allauthOnload.split(".").pop();
    if (KINDS[kind]) connect(kind, JSON.parse(block.textContent).ids);
  }
}
