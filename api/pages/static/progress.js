// Follows a job: asks how far it is and writes it into the page. Without script the page has a link that does the same.
(() => {
  const box = document.querySelector("[data-job]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const said = box.querySelector("[role=status]");
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

  function words(job) {
    const stage = job.stage_text ? ` · ${job.stage_text[language]}` : "";
    // A reader hears every tenth, not every step.
    const tenths = job.total ? ` · ${Math.floor((10 * job.done) / job.total) * 10} %` : "";
    return job.state_text[language] + stage + tenths;
  }

  async function ask() {
    try {
      const answer = await fetch(box.dataset.job, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const job = await answer.json();
      if (job.state !== "waiting" && job.state !== "running") {
        location.reload();
        return;
      }
      bar.max = job.total || 1;
      bar.value = job.done;
      const text = words(job);
      if (said.textContent !== text) said.textContent = text;
    } catch {
      // The network is away for a moment: ask again.
    }
    setTimeout(ask, 1500);
  }

  setTimeout(ask, 1500);
})();
