// The page of an act: filled in, read in words, signed in the wallet, and followed.

import { start } from "./drawing.js";

await start();
