// Runs compile.py in the very Python that the browser gets: bytecode is of one version only.
// node compile.mjs <folder of wheels>: wheels are rewritten in place.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

const [folder] = process.argv.slice(2);
const wheels = readdirSync(folder).filter((name) => name.endsWith(".whl"));
const python = await loadPyodide();
python.FS.mkdir("/wheels");
for (const name of wheels) {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  python.FS.writeFile(`/wheels/${name}`, bytes);
  python.unpackArchive(bytes, "wheel", { extractDir: "/installed" });
}
try {
  const modules = python.runPython(readFileSync(new URL("compile.py", import.meta.url), "utf8"));
  console.log(`lite: ${modules} modules compiled`);
} catch (fault) {
  console.error(fault.type, fault.message); // the traceback alone: node would print the interpreter's source
  process.exit(1);
}
for (const name of wheels) writeFileSync(join(folder, name), python.FS.readFile(`/wheels/${name}`));
