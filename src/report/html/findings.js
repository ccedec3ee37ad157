(() => {
  "use strict";
  const tools = document.getElementById("tools");
  const search = document.getElementById("search");
  const sort = document.getElementById("sort");
  const shown = document.getElementById("shown");
  const boxes = [...tools.querySelectorAll("input[name=severity]")];
  const groups = [...document.querySelectorAll("section.check")].map((node, rank) => ({
    node,
    rank,
    head: [...node.querySelectorAll(":scope > h3, :scope > p, :scope > details")].map((it) => it.textContent).join(" ").toLowerCase(),
    cards: [...node.querySelectorAll(":scope > article")].map((node) => ({ node, text: null })),
  }));
  const total = groups.reduce((sum, group) => sum + group.cards.length, 0);

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const group of groups) {
      const wanted = severities.has(group.node.dataset.severity);
      let any = false;
      for (const card of group.cards) {
        if (words.length) card.text ??= card.node.textContent.toLowerCase();
        const match = wanted && words.every((word) => card.text.includes(word) || group.head.includes(word));
        card.node.hidden = !match;
        any ||= match;
        count += match;
      }
      group.node.hidden = !any;
    }
    shown.value = count === total ? `${total} findings` : `${count} of ${total} findings`;
  };

  const order = () => {
    const compare = {
      severity: (a, b) => a.rank - b.rank,
      count: (a, b) => b.node.dataset.count - a.node.dataset.count || a.rank - b.rank,
      name: (a, b) => a.node.dataset.name.localeCompare(b.node.dataset.name) || a.rank - b.rank,
    }[sort.value];
    for (const group of [...groups].sort(compare)) group.node.parentNode.append(group.node);
  };

  // A link to a finding that the filter hides shows everything again.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target?.closest("[hidden]")) tools.reset();
    target?.scrollIntoView();
  };

  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
  boxes.forEach((box) => box.addEventListener("change", filter));
  sort.addEventListener("change", order);
  tools.addEventListener("reset", () => setTimeout(() => { filter(); order(); }));
  tools.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => setTimeout(reveal));
  tools.hidden = false;
  filter();
})();
