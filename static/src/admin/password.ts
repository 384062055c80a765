// Lets people see the password that they type. It is hidden again when the form
// is sent, so that the browser does not remember it as a text.

class Password extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input");
    if (!input || this.querySelector("button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-plain";
    const show = (shown: boolean) => {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? "Hide" : "Show";
      button.setAttribute("aria-label", (shown ? "Hide" : "Show") + " what is typed");
    };
    show(false);
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
    input.spellcheck = false;
    input.autocapitalize = "none";
    this.append(button);
  }
}

customElements.define("lectern-password", Password);
