// announcer returns a function that tells those who listen to the page what has
// changed on it. What is told into must be there before.
export function announcer(): (message: string) => void {
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.role = "status";
  document.body.append(status);
  return (message) => {
    status.textContent = message;
  };
}
