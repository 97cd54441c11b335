// A form with a passkey: the button asks the browser, the answer goes into the hidden field, and
// the form is sent. data-passkey-show="{…}" shows one, data-passkey-make="{…}" makes one.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-passkey-show], [data-passkey-make]");
  if (!button) return;
  const { passkeyShow, passkeyMake } = button.dataset;
  const form = button.form;
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const credential = passkeyMake
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(passkeyMake)),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(passkeyShow)),
        });
    form.querySelector("[data-passkey-answer]").value = JSON.stringify(credential);
    form.requestSubmit();
  } catch {
    failed.hidden = false;
  }
});
function offerPasskeys() {
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  for (const offer of document.querySelectorAll("[data-passkey-offer]")) offer.hidden = false;
  for (const none of document.querySelectorAll("[data-passkey-none]")) none.hidden = true;
}
offerPasskeys();
document.addEventListener("htmx:after:swap", offerPasskeys);
