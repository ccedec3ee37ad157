(() => {
  "use strict";
  const tools = document.getElementById("tools");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const boxes = [...tools.querySelectorAll("input[name=status]")];
  const bodies = [...document.querySelectorAll(".controls tbody")];
  const rows = [...document.querySelectorAll("[data-status]")].map((node) => ({ node, text: null }));
  const total = document.querySelectorAll(".controls tr[data-status]").length;

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const row of rows) {
      if (words.length) row.text ??= row.node.textContent.toLowerCase();
      const match = statuses.has(row.node.dataset.status) && words.every((word) => row.text.includes(word));
      row.node.hidden = !match;
      count += match && row.node.tagName === "TR";
    }
    for (const body of bodies) body.hidden = !body.querySelector("tr[data-status]:not([hidden])");
    shown.value = count === total ? `${count} controls` : `${count} of ${total} controls`;
  };

  let waiting;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(filter, 150); });
  boxes.forEach((box) => box.addEventListener("change", filter));
  tools.addEventListener("reset", () => setTimeout(filter));
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  filter();
})();
