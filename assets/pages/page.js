// What makes the pages quicker for whoever has scripts on. Nothing here is needed: each form works without it.
'use strict';

// The rules of the password, ticked while somebody types; the service judges by the same ones (wire/credentials.h).
const met = {
  length: (characters, least) => characters.length >= least,
  lower: (characters) => characters.some((c) => c >= 'a' && c <= 'z'),
  upper: (characters) => characters.some((c) => c >= 'A' && c <= 'Z'),
  digit: (characters) => characters.some((c) => c >= '0' && c <= '9'),
  symbol: (characters) => characters.some((c) => c > ' ' && c <= '\x7f' && !/[a-zA-Z0-9]/.test(c)),
};

const password = document.getElementById('password');
if (password) {
  const rules = document.querySelectorAll('[data-rule]');
  const tick = () => {
    const characters = Array.from(password.value);
    for (const rule of rules) {
      rule.classList.toggle('met', met[rule.dataset.rule](characters, Number(rule.dataset.least)));
    }
  };
  password.addEventListener('input', tick);
  tick();
}

for (const button of document.querySelectorAll('[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = field.type === 'password';
    field.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : show;
    button.setAttribute('aria-pressed', String(shown));
  });
  field.form.addEventListener('submit', () => { field.type = 'password'; });
}

for (const button of document.querySelectorAll('[data-copies]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.copied;
  });
}

// A code can be sent again after a while: until then the button rests.
for (const button of document.querySelectorAll('[data-wait]')) {
  const wait = Number(button.dataset.wait);
  if (!(wait > 0)) continue;
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, wait * 1000);
}

// Pressed twice is sent once.
for (const form of document.forms) {
  form.addEventListener('submit', () => {
    for (const button of form.querySelectorAll('[type=submit]')) setTimeout(() => { button.disabled = true; }, 0);
  });
}
window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });
