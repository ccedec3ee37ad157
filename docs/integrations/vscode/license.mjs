// The licence of the project is that of the extension: a package needs a copy beside it.
import { copyFileSync } from "node:fs";

copyFileSync(new URL("../../../LICENSE", import.meta.url), new URL("LICENSE", import.meta.url));
