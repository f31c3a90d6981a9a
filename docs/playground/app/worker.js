// The worker that runs Python. It loads three things from its own folder when it starts, and nothing
// afterwards: texts come and go by messages of this page only.
import { loadPyodide } from "./pyodide/pyodide.mjs";

const service = start();

async function start() {
  const [pyodide, packages, program] = await Promise.all([
    loadPyodide({ indexURL: new URL("./pyodide/", import.meta.url).href }),
    fetched("packages.zip").then((answer) => answer.arrayBuffer()),
    fetched("service.py").then((answer) => answer.text()),
  ]);
  pyodide.unpackArchive(packages, "zip", { extractDir: "/packages" });
  pyodide.runPython("import sys; sys.path.append('/packages')");
  pyodide.runPython(program);
  postMessage({ ready: pyodide.runPython("import cablelint; cablelint.__version__") });
  return pyodide.globals;
}

async function fetched(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer;
}

service.catch((error) => postMessage({ failed: String(error) }));

onmessage = async ({ data }) => {
  try {
    const globals = await service;
    const answer = globals.get("answer")(data.bytes ?? data.text, data.name, data.year, data.unsafe);
    postMessage({ number: data.number, answer: JSON.parse(answer) });
  } catch (error) {
    postMessage({ number: data.number, failed: String(error) });
  }
};
