// The map on the screen: one SVG of outlines that this server sends once, and the classes and
// values of a view, which a page holds as text (pages/blocks/maps.py). Another view changes classes;
// nothing is drawn anew.

const SVG = 'http://www.w3.org/2000/svg';
const LETTER_PX = 12;
const MARK_PX = 12;
const HATCH_PX = 6;
const MOST_ZOOM = 24;
const STEP = 1.6;
const DRAG_PX = 4;
// Where a name may stand beside its unit, in widths and heights of itself.
const SPOTS = [[0, 0], [0.5, 0], [-0.5, 0], [0, 1], [0, -1], [0.5, 1], [-0.5, 1], [0.5, -1],
  [-0.5, -1], [0.6, 1.8], [-0.6, 1.8], [0.6, -1.8], [-0.6, -1.8]];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const PLACE = '[class*="st-key-map_view"]';

// Where the start page brings a map, the app begins when the browser shows that (start.html).
const begin = () => window.beginApp();

const fetched = new Map(); // address of outlines -> promise of their content
const known = new Map(); // address of outlines -> their content
const maps = new Map(); // element of the page -> its map
let ready = null; // outlines that no map has yet
let told = ''; // what the server has been told last
let first = null; // the map that the start page brought, until the page has its own
const links = new Map(); // name -> maps that zoom together

function make(name, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

function add(parent, name, className, text = '') {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  parent.append(element);
  return element;
}

// The server waits with the rest of the page (pages/shell/appearing.py); what is lost on the way
// makes it wait a little longer.
function tell(token) {
  if (!token) return;
  if (token !== told) fetch(`./drawn/${token}`, { method: 'POST' }).catch(() => {});
  told = token;
  // What the rest of the page is made of comes now (pages/server/preload.py).
  document.querySelectorAll('link[rel="next"]').forEach((link) => { link.rel = 'modulepreload'; });
}

function fetchShapes(address) {
  if (!fetched.has(address)) {
    const request = fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      return answer.json();
    }).then((shapes) => {
      known.set(address, shapes);
      return shapes;
    });
    // A failed request is made again with the next view.
    request.catch(() => fetched.delete(address));
    fetched.set(address, request);
  }
  return fetched.get(address);
}

// The outlines of a map, as they are before a view.
function build(shapes) {
  const units = make('g', { class: 'units' });
  const paths = new Map();
  const lines = make('g', { class: 'lines' });
  make('path', { d: shapes.borders, class: 'border' }, lines);
  for (const [code, unit] of Object.entries(shapes.units)) {
    paths.set(code, make('path', { d: unit.d, 'data-id': code, tabindex: -1 }, units));
    if (unit.xpcc) make('path', { d: unit.d, class: 'xpcc' }, lines);
  }
  return { shapes, units, lines, paths };
}

class ScreenMap {
  constructor(place) {
    this.frame = add(place, 'div', 'map-frame');
    this.head = add(this.frame, 'div', 'map-head stHtml');
    this.root = add(this.frame, 'div', 'map');
    this.foot = add(this.frame, 'div', 'map-foot stHtml');
    this.svg = make('svg', { role: 'group', preserveAspectRatio: 'xMidYMid meet' }, this.root);
    this.tools = add(this.root, 'div', 'map-tools');
    this.buttons = ['zoom_in', 'zoom_out', 'reset'].map((name) => {
      const button = add(this.tools, 'button', '', { zoom_in: '+', zoom_out: '−', reset: '⤢' }[name]);
      button.type = 'button';
      return [name, button];
    });
    this.tip = add(this.root, 'div', 'map-tip');
    this.tip.setAttribute('aria-hidden', 'true');
    this.hint = add(this.root, 'p', 'map-hint');
    this.paths = new Map();
    this.pointers = new Map();
    this.listen();
    this.sizes = new ResizeObserver(() => {
      // A view has looked at the size already; here only another size matters.
      const [wide, high] = this.seen ?? [];
      this.see();
      if (wide !== this.seen[0] || high !== this.seen[1]) this.fit();
    });
    this.sizes.observe(this.svg);
  }

  see() { this.seen = [this.svg.clientWidth, this.svg.clientHeight]; }

  remove() {
    this.sizes.disconnect();
    this.group?.delete(this);
    this.frame.remove();
  }

  // A newer view may arrive while the outlines of an older one are on their way.
  async show({ token, ...view }) {
    const said = JSON.stringify(view);
    if (said === this.said && this.root.dataset.shown) {
      tell(token);
      return;
    }
    this.said = said;
    this.view = view;
    this.root.style.setProperty('--most', view.most);
    for (const [name, color] of Object.entries(view.palette))
      this.root.style.setProperty(`--map-${name}`, color);
    this.head.innerHTML = view.head;
    this.foot.innerHTML = view.foot;
    if (view.kind) document.documentElement.dataset.map = view.kind;
    if (this.group !== links.get(view.linked)) this.group?.delete(this);
    if (view.linked && !links.has(view.linked)) links.set(view.linked, new Set());
    this.group = links.get(view.linked);
    this.group?.add(this);
    let shapes = known.get(view.shapes);
    // While other outlines are on their way, no map stands under words that are not about it.
    if (this.shapes && this.shapes !== shapes) this.erase();
    try {
      shapes ??= await fetchShapes(view.shapes);
    } catch {
      this.ask(view.words.failed);
      tell(token);
      return;
    }
    if (this.view !== view) return;
    // Before the outlines are there: asked after them, the browser would lay them out twice.
    this.see();
    if (this.shapes !== shapes) this.draw(shapes);
    this.paint();
    this.fit();
    this.root.dataset.shown = view.label;
    tell(token);
  }

  erase() {
    this.hide();
    this.svg.replaceChildren();
    this.shapes = null;
    delete this.root.dataset.shown;
  }

  draw(shapes) {
    this.shapes = shapes;
    this.whole = { x: 0, y: 0, width: shapes.size[0], height: shapes.size[1] };
    const partner = [...(this.group ?? [])].find((map) => map !== this && map.box);
    this.box = { ...(partner?.box ?? this.whole) };
    this.svg.replaceChildren();
    const id = `hatch-${Math.random().toString(36).slice(2)}`;
    const definitions = make('defs', {}, this.svg);
    this.hatch = make('pattern', { id, width: HATCH_PX, height: HATCH_PX,
      patternUnits: 'userSpaceOnUse' }, definitions);
    make('rect', { width: HATCH_PX, height: HATCH_PX, class: 'ground' }, this.hatch);
    make('path', { d: `M-1 ${HATCH_PX + 1}L${HATCH_PX + 1} -1`, class: 'stripe' }, this.hatch);
    this.root.style.setProperty('--hatch', `url("#${id}")`);
    const { units, lines, paths } = ready?.shapes === shapes ? ready : build(shapes);
    ready = null;
    this.svg.append(units, lines);
    this.paths = paths;
    this.current = this.paths.keys().next().value;
    this.paths.get(this.current).setAttribute('tabindex', 0);
    this.over = make('path', { class: 'over' }, lines);
    this.ring = make('path', { class: 'ring' }, lines);
    this.words = make('g', { class: 'words', 'aria-hidden': 'true' }, this.svg);
    this.marks = make('g', { class: 'marks' }, this.svg);
    this.names = new Map();
  }

  // Colours, words and labels of a view, on the outlines that are there.
  paint() {
    const { view, shapes } = this;
    view.colors.forEach((color, index) => this.root.style.setProperty(`--class-${index}`, color));
    this.svg.setAttribute('aria-label', view.label);
    this.root.classList.toggle('leads', Boolean(view.link));
    for (const [name, button] of this.buttons) {
      button.title = view.words[name];
      button.setAttribute('aria-label', view.words[name]);
    }
    for (const [code, path] of this.paths) {
      const name = this.getClass(code);
      if (path.getAttribute('class') !== name) path.setAttribute('class', name);
      path.style.fill = name === 'class' ? `var(--class-${view.units[code][1]})` : '';
      path.setAttribute('role', view.link ? 'link' : 'img');
      path.setAttribute('aria-label', this.listLines(code).join(view.words.separator));
      this.label(code, shapes.units[code]);
    }
    this.paintMarks();
    if (this.shown) this.tell(this.shown.lines(), this.shown.at);
  }

  getClass(code) {
    const unit = this.view.units[code];
    return unit ? this.view.groups[unit[0]].key : 'not_assigned';
  }

  label(code, unit) {
    const { view } = this;
    const [, short, x, y, room] = unit[view.language];
    let name = this.names.get(code);
    if (!name) {
      name = { text: null, mark: null, at: unit.at };
      this.names.set(code, name);
    }
    const number = view.units[code]?.[1] ?? -1;
    const isClass = this.getClass(code) === 'class';
    const symbol = isClass ? view.symbols[number] ?? '' : '';
    const isDark = isClass && view.dark.includes(number);
    const letters = short.length * (view.language === 'zh' ? 1.02 : 0.56);
    Object.assign(name, { short, place: [x, y], room, symbol, isClass, isDark, letters });
    if (symbol && !name.mark) name.mark = make('text', {}, this.words);
    if (!name.mark) return;
    name.mark.textContent = symbol;
    name.mark.setAttribute('class', isDark ? 'mark on-dark' : 'mark');
  }

  paintMarks() {
    this.marks.replaceChildren(...this.view.marks.map((mark, index) => {
      const place = make('circle', { cx: mark.x, cy: mark.y, tabindex: 0, role: 'img',
        'data-mark': index, style: `fill:${mark.color}`,
        'aria-label': mark.lines.join(this.view.words.separator) });
      return place;
    }));
  }

  // Lines of words about a unit: its name, then what is the same for its group, filled in.
  listLines(code) {
    const { view, shapes } = this;
    const name = shapes.units[code][view.language][0];
    const unit = view.units[code];
    if (!unit) return [name];
    const [group, , value = '', rank = '', note = ''] = unit;
    const lines = view.groups[group].lines.map((line) =>
      line.replace('{value}', value).replace('{rank}', rank).replace('{note}', note));
    return [name, ...lines.filter(Boolean)];
  }

  // Letters, marks and stripes keep their size on the screen, whatever the zoom.
  fit() {
    const { svg, box } = this;
    const [wide, high] = this.seen;
    if (!box || !wide) return;
    svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
    const scale = Math.max(box.width / wide, box.height / high);
    this.scale = scale;
    this.hatch.setAttribute('patternTransform', `scale(${scale})`);
    this.words.style.fontSize = `${LETTER_PX * scale}px`;
    this.marks.style.setProperty('--radius', `${(MARK_PX / 2) * scale}px`);
    this.placeNames(scale);
    const isWhole = this.zoom <= 1.001;
    this.root.classList.toggle('zoomed', !isWhole);
    for (const [name, button] of this.buttons) {
      button.disabled = name === 'zoom_in' ? this.zoom >= MOST_ZOOM - 0.01 : isWhole;
    }
  }

  // A name stands within its unit where it fits. Those of the few units that a map is about may
  // stand beside theirs; the others then wait until the reader comes nearer.
  placeNames(scale) {
    const letter = LETTER_PX * scale;
    const taken = [];
    const waiting = [];
    const { asked, names } = this.view;
    const middle = this.box.x + this.box.width / 2;
    const half = (this.seen[0] * scale) / 2;
    const [first, last] = [middle - half, middle + half];
    for (const name of this.names.values()) {
      const fits = names && name.room >= letter * (name.symbol ? 2.2 : 1)
        && (!asked || name.isClass || this.zoom >= 2);
      this.put(name, fits ? name.place : null);
      if (fits) taken.push(this.measure(name, name.place, letter));
      else if (names && asked && name.isClass) waiting.push(name);
    }
    for (const name of waiting) {
      const [, , wide, high] = this.measure(name, [0, 0], letter);
      const [x, y] = name.at;
      const spot = SPOTS
        .map(([right, down]) => [x + right * (wide + letter * 0.6), y + down * high])
        // A name at the rim of the map moves inwards until none of it is cut off.
        .map(([across, place]) => [Math.min(Math.max(across, first + wide / 2), last - wide / 2), place])
        .find((place) => {
          const [left, top, width, height] = this.measure(name, place, letter);
          return !taken.some((box) => left < box[0] + box[2] && box[0] < left + width
            && top < box[1] + box[3] && box[1] < top + height);
        });
      if (!spot) continue;
      this.put(name, spot, true);
      taken.push(this.measure(name, spot, letter));
    }
  }

  measure(name, [x, y], letter) {
    const wide = name.letters * letter;
    const high = 1.25 * letter;
    return [x - wide / 2, y - high / 2, wide, high];
  }

  put(name, place, isBeside = false) {
    if (place && !name.text) name.text = make('text', {}, this.words);
    const { text, mark } = name;
    if (text) text.style.display = place ? '' : 'none';
    if (place) {
      if (text.textContent !== name.short) text.textContent = name.short;
      text.setAttribute('x', place[0]);
      text.setAttribute('y', place[1]);
      text.setAttribute('dy', name.symbol ? '0.95em' : '0.35em');
      text.setAttribute('class', name.isDark && !isBeside ? 'on-dark' : '');
    }
    if (!mark) return;
    const [x, y] = place ?? name.at;
    mark.setAttribute('x', x);
    mark.setAttribute('y', y);
    mark.setAttribute('dy', place ? '-0.15em' : '0.35em');
  }

  get zoom() { return this.whole.width / this.box.width; }

  move(box) {
    const { whole } = this;
    const width = Math.min(whole.width, Math.max(whole.width / MOST_ZOOM, box.width));
    const height = width * whole.height / whole.width;
    const keep = (at, length, most) => Math.min(most - length, Math.max(0, at));
    // What was under the middle stays there when the size had to give way.
    const x = keep(box.x + (box.width - width) / 2, width, whole.width);
    const y = keep(box.y + (box.height - height) / 2, height, whole.height);
    const group = this.group ?? new Set([this]);
    for (const map of group) {
      if (!map.shapes) continue;
      map.box = { x, y, width, height };
      map.fit();
      if (map !== this) map.hide();
    }
  }

  zoomBy(factor, at = null) {
    const { box } = this;
    const [x, y] = at ?? [box.x + box.width / 2, box.y + box.height / 2];
    const most = Math.max(1, Math.min(MOST_ZOOM, this.zoom * factor)) / this.zoom;
    this.move({ x: x - (x - box.x) / most, y: y - (y - box.y) / most,
      width: box.width / most, height: box.height / most });
  }

  // A place of the window in steps of the map.
  locate(event) {
    const place = new DOMPoint(event.clientX, event.clientY)
      .matrixTransform(this.svg.getScreenCTM().inverse());
    return [place.x, place.y];
  }

  listen() {
    const { svg } = this;
    const on = (target, name, act, options) => target.addEventListener(name, act, options);
    const acts = { zoom_in: () => this.zoomBy(STEP), zoom_out: () => this.zoomBy(1 / STEP),
      reset: () => this.move(this.whole) };
    for (const [name, button] of this.buttons) on(button, 'click', acts[name]);
    on(svg, 'pointerdown', (event) => this.press(event));
    on(svg, 'pointermove', (event) => this.drag(event));
    for (const name of ['pointerup', 'pointercancel']) on(svg, name, (event) => this.lift(event));
    on(svg, 'pointerleave', (event) => event.pointerType !== 'touch' && this.hide());
    on(svg, 'click', (event) => this.click(event));
    on(svg, 'dblclick', (event) => !this.view?.link && this.zoomBy(STEP, this.locate(event)));
    on(svg, 'wheel', (event) => this.wheel(event), { passive: false });
    on(svg, 'keydown', (event) => this.pressKey(event, acts));
    on(svg, 'focusin', (event) => this.focus(event.target));
    on(svg, 'focusout', () => { this.ring.removeAttribute('d'); this.hide(); });
  }

  press(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, event);
    this.pointer = event.pointerType;
    this.dragged = false;
    this.start = this.locate(event);
    const [one, two] = this.pointers.values();
    this.pinch = two ? Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) : 0;
  }

  drag(event) {
    const first = this.pointers.get(event.pointerId);
    if (!first) {
      if (event.pointerType !== 'touch') this.point(event);
      return;
    }
    if (this.pointers.size === 2) {
      this.spread(event);
      return;
    }
    const far = Math.hypot(event.clientX - first.clientX, event.clientY - first.clientY);
    if (!this.dragged && (far < DRAG_PX || this.zoom <= 1.001)) return;
    if (!this.dragged) this.svg.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.hide();
    const [x, y] = this.locate(event);
    const { box } = this;
    this.move({ ...box, x: box.x + this.start[0] - x, y: box.y + this.start[1] - y });
  }

  spread(event) {
    this.dragged = true;
    this.pointers.set(event.pointerId, event);
    const [one, two] = this.pointers.values();
    const wide = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
    const middle = { clientX: (one.clientX + two.clientX) / 2,
      clientY: (one.clientY + two.clientY) / 2 };
    if (this.pinch) this.zoomBy(wide / this.pinch, this.locate(middle));
    this.pinch = wide;
  }

  lift(event) {
    this.pointers.delete(event.pointerId);
    this.pinch = 0;
  }

  // The page scrolls under the wheel, so the map asks for a key.
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) {
      if (this.view) this.ask(this.view.words.wheel, 1600);
      return;
    }
    event.preventDefault();
    if (this.box) this.zoomBy(event.deltaY < 0 ? 1.25 : 0.8, this.locate(event));
  }

  // As pages/shell/script.html follows a link: Streamlit stays in the visit, Back needs one press.
  go(code, event = {}) {
    const to = new URL(this.view.link.replace('{id}', code), document.baseURI);
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      window.open(to);
    } else if (document.querySelector('.stApp[data-test-connection-state="CONNECTED"]')) {
      history.pushState({}, '', to);
      window.dispatchEvent(new PopStateEvent('popstate'));
      document.querySelector('.stMain')?.scrollTo(0, 0);
    } else {
      location.assign(to);
    }
  }

  ask(words, forMs = 0) {
    this.hint.textContent = words;
    this.root.classList.add('asks');
    clearTimeout(this.asking);
    if (forMs) this.asking = setTimeout(() => this.root.classList.remove('asks'), forMs);
  }

  click(event) {
    const code = event.target.dataset?.id;
    if (this.dragged || (!code && !event.target.dataset?.mark)) return;
    // A finger cannot hover: its first touch tells, its second goes there.
    const isKnown = this.pointer !== 'touch' || this.shown?.code === code;
    if (!isKnown || !code || !this.view.link) this.point(event);
    else this.go(code, event);
  }

  pressKey(event, acts) {
    const key = event.key;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isPlain) return;
    const others = { '+': acts.zoom_in, '=': acts.zoom_in, '-': acts.zoom_out, 0: acts.reset,
      Escape: () => this.hide() };
    const code = event.target.dataset?.id;
    if (ARROWS[key] && code) this.walk(code, ARROWS[key]);
    else if ((key === 'Enter' || key === ' ') && code && this.view.link) this.go(code);
    else if (others[key]) others[key]();
    else return;
    event.preventDefault();
  }

  // To the nearest unit in a direction; what lies aside counts double.
  walk(code, [right, down]) {
    const { units } = this.shapes;
    const [x, y] = units[code].at;
    let best = null;
    for (const [other, { at }] of Object.entries(units)) {
      const [across, along] = right ? [at[1] - y, (at[0] - x) * right] : [at[0] - x, (at[1] - y) * down];
      const far = along + 2 * Math.abs(across);
      if (other !== code && along > Math.abs(across) / 2 && (!best || far < best.far)) {
        best = { other, far };
      }
    }
    if (best) this.paths.get(best.other).focus({ preventScroll: true });
  }

  focus(target) {
    const code = target.dataset?.id;
    if (!code) {
      if (target.dataset?.mark) this.tellAt(target, this.view.marks[target.dataset.mark].lines);
      return;
    }
    this.paths.get(this.current).setAttribute('tabindex', -1);
    this.current = code;
    target.setAttribute('tabindex', 0);
    // A click that leads away leaves no ring behind.
    if (!target.matches(':focus-visible')) return;
    this.ring.setAttribute('d', target.getAttribute('d'));
    const [x, y] = this.shapes.units[code].at;
    const { box } = this;
    const isSeen = x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height;
    if (!isSeen) this.move({ ...box, x: x - box.width / 2, y: y - box.height / 2 });
    this.tellAt(target, this.listLines(code), code);
  }

  tellAt(target, lines, code = '') {
    const { left, top, width, height } = target.getBoundingClientRect();
    const point = { clientX: left + width / 2, clientY: top + height / 2 };
    if (code) {
      const [x, y] = this.shapes.units[code].at;
      const place = new DOMPoint(x, y).matrixTransform(this.svg.getScreenCTM());
      [point.clientX, point.clientY] = [place.x, place.y];
    }
    this.shown = { code, lines: () => (code ? this.listLines(code) : lines), at: point };
    this.tell(lines, point);
  }

  point(event) {
    const { id, mark } = event.target.dataset ?? {};
    if (!id && !mark) {
      this.hide();
      return;
    }
    const at = { clientX: event.clientX, clientY: event.clientY };
    const lines = () => (id ? this.listLines(id) : this.view.marks[mark]?.lines ?? []);
    this.shown = { code: id ?? '', lines, at };
    this.over.setAttribute('d', id ? event.target.getAttribute('d') : '');
    this.tell(lines(), at);
  }

  tell(lines, { clientX, clientY }) {
    const { tip, root } = this;
    const bounds = root.getBoundingClientRect();
    const words = lines.join('\n');
    if (tip.dataset.words !== words) {
      tip.dataset.words = words;
      tip.replaceChildren();
      lines.forEach((line, index) => add(tip, index ? 'span' : 'b', '', line));
    }
    tip.classList.add('seen');
    const x = clientX - bounds.left + 14;
    const y = clientY - bounds.top + 14;
    const right = Math.max(0, bounds.width - tip.offsetWidth - 4);
    const isLow = y + tip.offsetHeight > bounds.height;
    tip.style.left = `${Math.min(x, right)}px`;
    tip.style.top = `${Math.max(0, isLow ? y - tip.offsetHeight - 26 : y)}px`;
  }

  hide() {
    this.shown = null;
    this.over?.removeAttribute('d');
    this.tip.classList.remove('seen');
  }
}

// The start page may bring the view that the page will show (pages/shell/first_view.py): its map
// stands where the page's own will, and goes there; or it goes away with the run of a page without.
const OVER = '.stApp[data-test-script-state="notRunning"] .stMain .stElementContainer';

function showFirst(view) {
  const stand = document.createElement('div');
  stand.className = 'first-map';
  document.body.prepend(stand);
  first = new ScreenMap(add(stand, 'div', 'st-key-map_view_alone'));
  first.stand = stand;
  first.show(view).then(() => requestAnimationFrame(() => setTimeout(begin)));
}

function takeOver(place) {
  const map = first;
  first = null;
  if (map) place.append(map.frame);
  map?.stand.remove();
  return map;
}

// What a page holds now: a map for each view, none where there is no longer one.
function look() {
  for (const [place, map] of maps) {
    if (place.isConnected) continue;
    map.remove();
    maps.delete(place);
  }
  for (const text of document.getElementsByClassName('stText')) {
    const place = text.closest(PLACE);
    if (!place || maps.get(place)?.text === text.textContent) continue;
    if (!maps.has(place)) maps.set(place, takeOver(place) ?? new ScreenMap(place));
    const map = maps.get(place);
    map.text = text.textContent;
    map.show(JSON.parse(map.text));
  }
  if (first && document.querySelector(OVER)) {
    first.remove();
    takeOver(document.createElement('div'));
  }
}

// The document of a page that begins with a map names its outlines (pages/server/preload.py): they
// are built while the view is on its way.
const named = document.querySelector('link[as="fetch"]')?.getAttribute('href');
if (named) fetchShapes(named).then((shapes) => { ready = build(shapes); }).catch(() => {});
const brought = document.querySelector('meta[name="caomu-view"]');
if (brought) showFirst(JSON.parse(brought.content));
new MutationObserver(look).observe(document.body, { childList: true, characterData: true,
  subtree: true, attributeFilter: ['data-test-script-state'] });
look();
