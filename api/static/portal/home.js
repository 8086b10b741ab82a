// The front page of the portal: which wallets there are, signing in and out.

import { begin } from "./session.js";

await begin();
