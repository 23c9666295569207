// [data-rubric="points of a full sheet"]: shows beforehand what the server will make of the levels chosen.
document.querySelectorAll("[data-rubric]").forEach((box) => {
  const { rubric: total, criteria, highest, pass, passed, notYet } = box.dataset;
  box.addEventListener("change", () => {
    const chosen = [...box.querySelectorAll("[data-points]:checked")];
    const share = chosen.reduce((sum, level) => sum + Number(level.dataset.points), 0) / total;
    const grade = Math.round(share * highest * 10 + 1e-7) / 10;
    const said = pass ? (share * 100 >= pass ? passed : notYet)
      : grade.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1 });
    box.querySelector("[data-rubric-result]").textContent = chosen.length < criteria ? "–" : said;
  });
});
