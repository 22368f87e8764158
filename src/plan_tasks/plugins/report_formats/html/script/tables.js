(function () {
  "use strict";
  const main = document.querySelector("main");
  const words = JSON.parse(main.dataset.words);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const healths = ["met", "ahead", "on_track", "at_risk", "off_track", "overdue", "missed", "no_data"];
  const scales = [["万亿", 1e12], ["亿", 1e8], ["万", 1e4]];
  const SEGMENT = 200; // rows that stand in the page at once
  const FEW = 10; // rows that need no search
  const COLLATED = 20000; // rows that are sorted by the rules of the language; more of them by code points
  const CHOICES = 12;
  const FILTERS = 5;
  const all = [];

  function fill(text, parts) {
    return text.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  }

  function folded(text) {
    return text.normalize("NFKC").toLowerCase();
  }

  function made(name, attributes, text) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    return element;
  }

  function amount(text) {
    const found = /[+-]?\d[\d,]*(\.\d+)?/.exec(text);
    if (!found) return null;
    const rest = text.slice(found.index + found[0].length);
    const scale = scales.find(([sign]) => rest.startsWith(sign));
    return Number(found[0].replace(/,/g, "")) * (scale ? scale[1] : 1);
  }

  const keys = {
    number: (cell) => amount(cell.textContent),
    date: (cell) => (/\d/.test(cell.textContent) ? cell.textContent : null),
    health: (cell) => {
      const mark = cell.querySelector(".h");
      return mark ? healths.indexOf(mark.className.replace("h h-", "")) : null;
    },
    state: (cell) => cell.textContent,
    text: (cell) => (cell.textContent === "—" ? null : cell.textContent),
  };

  class Table {
    constructor(element) {
      this.body = element.tBodies[0];
      this.rows = Array.from(this.body.rows);
      this.box = element.closest(".box");
      this.heads = Array.from(element.tHead.rows[element.tHead.rows.length - 1].cells);
      this.labels = this.heads.map((head) => head.textContent);
      this.name = element.caption.textContent;
      this.found = this.rows;
      this.terms = [];
      this.choices = new Map();
      this.sorted = null;
      this.first = 0;
      this.none = made("tr", { class: "none" });
      this.none.append(made("td", { colspan: this.heads.length }, words.none_found));
      if (this.rows.length > 2) this.heads.forEach((head, place) => this.sortable(head, place));
      if (this.rows.length >= FEW) this.equip();
      if (this.rows.length > SEGMENT) {
        this.box.classList.add("long");
        this.show();
      }
    }

    sortable(head, place) {
      const label = fill(words.sort, { label: this.labels[place] });
      const button = made("button", { type: "button", class: "sort", "aria-label": label });
      head.append("\u2060", button); // no line breaks before it
      head.classList.add("sorts");
      head.addEventListener("click", () => {
        const before = this.sorted && this.sorted.place === place ? this.sorted.way : 0;
        const way = before === 0 ? 1 : before === 1 ? -1 : 0;
        this.heads.forEach((other) => other.removeAttribute("aria-sort"));
        if (way) head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
        this.sorted = way ? { place, way } : null;
        this.look();
      });
    }

    equip() {
      const tools = made("div", { class: "tools", role: "group", "aria-label": this.name });
      this.search = made("input", { type: "search", placeholder: words.search, "aria-label": words.search });
      this.search.addEventListener("input", () => {
        this.terms = folded(this.search.value).split(/\s+/).filter(Boolean);
        this.look();
      });
      tools.append(this.search);
      const choices = this.heads.map((head, place) => this.choosing(head, place)).filter(Boolean);
      const plain = (choice) => Number(choice.dataset.sort === "text"); // health and state come first
      choices.sort((one, other) => plain(one) - plain(other));
      tools.append(...choices.slice(0, FILTERS));
      this.count = made("span", { class: "count", role: "status" });
      this.count.textContent = fill(words.all_rows, { all: this.rows.length });
      tools.append(this.count);
      if (this.rows.length > SEGMENT) {
        this.before = made("button", { type: "button", "aria-label": words.before }, "←");
        this.after = made("button", { type: "button", "aria-label": words.after }, "→");
        this.before.addEventListener("click", () => this.turn(-SEGMENT));
        this.after.addEventListener("click", () => this.turn(SEGMENT));
        tools.append(this.before, this.after);
      }
      this.box.before(tools);
    }

    choosing(head, place) {
      const values = new Map();
      for (const row of this.rows) {
        const cell = row.cells[place];
        if (cell.tagName === "TH" || cell.classList.contains("n") || head.dataset.sort === "date") return null;
        values.set(cell.textContent, (values.get(cell.textContent) || 0) + 1);
        if (values.size > CHOICES) return null;
      }
      if (values.size < 2 || values.size > this.rows.length / 2) return null;
      const label = this.labels[place];
      const choice = made("select", { "aria-label": label, "data-sort": head.dataset.sort });
      choice.append(made("option", { value: "" }, fill(words.all_of, { label })));
      for (const [value, count] of values) choice.append(made("option", { value }, `${value} (${count})`));
      choice.addEventListener("change", () => {
        if (choice.selectedIndex) this.choices.set(place, choice.value);
        else this.choices.delete(place);
        this.look();
      });
      return choice;
    }

    texts() {
      if (!this.kept) {
        this.kept = new Map();
        for (const row of this.rows) {
          this.kept.set(row, folded(Array.from(row.cells, (cell) => cell.textContent).join("\n")));
        }
      }
      return this.kept;
    }

    look() {
      let found = this.rows;
      for (const [place, value] of this.choices) found = found.filter((row) => row.cells[place].textContent === value);
      if (this.terms.length) {
        const texts = this.texts();
        found = found.filter((row) => this.terms.every((term) => texts.get(row).includes(term)));
      }
      if (this.sorted) found = this.inOrder(found);
      this.found = found;
      this.first = 0;
      this.show();
    }

    inOrder(rows) {
      const { place, way } = this.sorted;
      const key = keys[this.heads[place].dataset.sort];
      const pairs = rows.map((row) => [key(row.cells[place]), row]);
      const plain = rows.length > COLLATED;
      pairs.sort(([one], [other]) => {
        if (one === null || other === null) return (one === null) - (other === null); // what is missing comes last
        if (typeof one === "string" && !plain) return way * collator.compare(one, other);
        return way * (one < other ? -1 : one > other ? 1 : 0);
      });
      return pairs.map((pair) => pair[1]);
    }

    turn(by) {
      this.first += by;
      this.show();
      this.box.scrollTop = 0;
    }

    show(whole) {
      const rows = whole ? this.found : this.found.slice(this.first, this.first + SEGMENT);
      const parts = document.createDocumentFragment();
      for (const row of rows.length ? rows : [this.none]) parts.append(row);
      this.body.replaceChildren(parts);
      if (whole || !this.count) return;
      const shown = this.found.length;
      const text = [];
      if (shown < this.rows.length) text.push(fill(words.shown, { shown, all: this.rows.length }));
      if (shown > SEGMENT) {
        text.push(fill(words.from_to, { first: this.first + 1, last: this.first + rows.length, shown }));
      }
      this.count.textContent = text.join(" · ") || fill(words.all_rows, { all: this.rows.length });
      if (this.before) {
        this.before.disabled = this.first === 0;
        this.after.disabled = this.first + SEGMENT >= shown;
      }
    }
  }

  for (const element of document.querySelectorAll("table.data")) {
    if (!element.querySelector("tr.none")) all.push(new Table(element));
  }

  let opened = [];
  addEventListener("beforeprint", () => {
    all.forEach((table) => table.show(true));
    opened = Array.from(document.querySelectorAll("details:not([open])"));
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    all.forEach((table) => table.show());
    opened.forEach((details) => { details.open = false; });
  });
})();
