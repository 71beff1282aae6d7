/* Passkeys. A form says what it is for by data-passkey: "make", "use" (its options stand in the page), "log-in" (its
   options are fetched when the button is pressed). The answer goes back in the form's field "credential". */

const DECODED = ["id", "challenge"];

/** base64url -> bytes. */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Bytes -> base64url, as the server reads it. */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The options as the browser wants them: ids and the challenge are bytes. */
function understood(value) {
  if (Array.isArray(value)) return value.map(understood);
  if (value === null || typeof value !== "object") return value;
  const parts = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(
    parts.map(([name, part]) => [name, DECODED.includes(name) && typeof part === "string" ? bytes(part) : understood(part)]),
  );
}

/** The browser's answer as the server reads it. */
function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

/** Makes a passkey that lets one in by itself: kept on the device, opened by its owner. */
function make(options) {
  const { rp, ...rest } = options.publicKey; // the site's id is words, not bytes
  const publicKey = { ...understood(rest), rp };
  Object.assign((publicKey.authenticatorSelection ??= {}), { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return navigator.credentials.create({ publicKey });
}

function use(options) {
  return navigator.credentials.get({ publicKey: understood(options.publicKey) });
}

async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!response.ok) throw new Error(response.status);
  return (await response.json()).request_options;
}

async function answer(form) {
  if (form.dataset.passkey === "log-in") return use(await fetched(form.action));
  const { creation_options: creation, request_options: request } = JSON.parse(document.getElementById("passkey-options").textContent);
  return form.dataset.passkey === "make" ? make(creation) : use(request);
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[data-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = told(await answer(form));
    form.submit();
  } catch {
    // Cancelled, no passkey here, or the device said no: the sentence says what to do then.
    problem.hidden = false;
    problem.focus();
  }
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", send);
}
