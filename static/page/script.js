// Streamlit shows "page not found" for an unknown address, and wrongly for the first deep
// link after a start. The notice blocks the page behind it, which tells the same in our
// words: so close it, as long as the server answers.
const close = () => {
  if (!document.querySelector('.stApp[data-test-connection-state="CONNECTED"]')) return;
  document.querySelectorAll('.stDialog').forEach((dialog) => {
    if (!dialog.querySelector('[data-testid="stVerticalBlock"]'))
      dialog.querySelector('section > button')?.click();
  });
};
new MutationObserver(close).observe(document.body, { childList: true, subtree: false });
close();
// A page writes what it shows into the address. That is no step of the reader: Back would need
// two presses. A link is one.
const push = history.pushState.bind(history);
history.pushState = (state, title, to) => {
  const isHere = new URL(to ?? location.href, location.href).pathname === location.pathname;
  (isHere ? history.replaceState.bind(history) : push)(state, title, to);
};
// A link of ours to another page of ours: Streamlit goes there as it does for Back, in the same
// visit. The app is not loaded anew, who acts is not asked again, and Back needs one press.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.stHtml a[href]:not([target="_blank"], .fetch)');
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
    return;
  const to = new URL(link.href);
  const isHere = to.origin === location.origin && !link.getAttribute('href').startsWith('#');
  // While the server does not answer, the browser itself has to say so.
  if (!isHere || !document.querySelector('.stApp[data-test-connection-state="CONNECTED"]')) return;
  event.preventDefault();
  push({}, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
  document.querySelector('.stMain')?.scrollTo(0, 0);
  // Where the list of pages lies over the page, it gives way.
  if (link.closest('nav.pages') && innerWidth < 768)
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
});
// The browser's own print, for who does not know its key.
document.addEventListener('click', (event) => {
  if (event.target.closest?.('button.print-page')) window.print();
});
// A picture to the clipboard, where the browser lets a page write there; else it says how.
document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button.copy-picture');
  if (!button) return;
  const image = button.closest('.taken').querySelector('img');
  let isCopied = false;
  try {
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    canvas.getContext('2d').drawImage(image, 0, 0);
    const picture = new Promise((resolve) => { canvas.toBlob(resolve, 'image/png'); });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
    isCopied = true;
  } catch { /* no right to, or no secure connection */ }
  button.parentElement.querySelector('[role="status"]').textContent =
    isCopied ? button.dataset.done : button.dataset.failed;
});
// A chart is drawn for the width of the screen. For paper its lines are copied into a picture that
// is as wide as the sheet; the copy stands first, so that marks it refers to are its own.
addEventListener('beforeprint', () => {
  document.querySelectorAll('.js-plotly-plot').forEach((plot) => {
    const layers = [...plot.querySelectorAll('svg.main-svg')];
    const width = plot.clientWidth, height = plot.clientHeight;
    if (!layers.length || !width) return;
    const copy = document.createElement('div');
    copy.className = 'printed-chart';
    copy.style.aspectRatio = `${width} / ${height}`;
    for (const layer of layers) {
      const drawn = layer.cloneNode(true);
      drawn.setAttribute('viewBox', `0 0 ${width} ${height}`);
      drawn.removeAttribute('width');
      drawn.removeAttribute('height');
      drawn.removeAttribute('style');
      copy.append(drawn);
    }
    const place = plot.closest('.stElementContainer') ?? plot;
    place.before(copy);
  });
});
addEventListener('afterprint', () => {
  document.querySelectorAll('.printed-chart').forEach((copy) => copy.remove());
});
// What Streamlit says in English is said in the language of the page: its labels here, by what the
// start page brings along, and the rest by style.css. Another language may follow without a reload.
const spoken = JSON.parse(document.querySelector('meta[name="caomu-words"]').content);
const written = new WeakMap();
let said = null;
const rename = (part, name, now, put) => {
  const before = written.get(part)?.[name];
  const label = before && before.words === now ? before.label : now;
  // A label may name what it is about: "Remove" and a name.
  const first = label.split(' ')[0];
  const words = said.labels[label]
    ?? (first !== label && said.labels[first]
      ? said.labels[first] + label.slice(first.length + 1) : undefined);
  if (!words || words === now) return;
  written.set(part, { ...written.get(part), [name]: { label, words } });
  put(words);
};
const speak = () => {
  const page = document.documentElement;
  page.lang = document.querySelector('h1.page-title[lang]')?.lang || page.lang;
  const words = spoken[page.lang] ?? said;
  if (said === words) return;
  said = words;
  for (const [name, text] of Object.entries(said.words))
    page.style.setProperty(`--words-${name}`, JSON.stringify(text));
};
let isWaiting = false;
const renameAll = () => {
  isWaiting = false;
  speak();
  for (const name of ['aria-label', 'alt', 'placeholder']) {
    document.querySelectorAll(`[${name}]`).forEach((part) => {
      rename(part, name, part.getAttribute(name), (words) => part.setAttribute(name, words));
    });
  }
  // A table that runs out of its frame is reached by the keyboard.
  document.querySelectorAll('.table:not([tabindex])').forEach((frame) => {
    if (frame.scrollWidth > frame.clientWidth + 1) frame.tabIndex = 0;
  });
  // The button to choose a file has its words from style.css; the field around it is no picture.
  document.querySelectorAll('.stFileUploader section').forEach((field) => {
    field.setAttribute('role', 'group');
    field.querySelectorAll('button:not([aria-label])').forEach((button) => {
      button.setAttribute('aria-label', said.words.browse);
    });
  });
  document.querySelectorAll('a[href^="#"]:not(:has(*))').forEach((link) => {
    rename(link, 'text', link.textContent, (words) => { link.textContent = words; });
  });
};
const wait = () => {
  if (!isWaiting) requestAnimationFrame(renameAll);
  isWaiting = true;
};
speak();
new MutationObserver(wait).observe(document.body, { childList: true, subtree: true });
wait();
