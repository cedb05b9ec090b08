// Prints the memory and the rate of one run of `stopAll`; the argument is the number of tasks.
import { createClient } from "apsara-live";
import { stopMany } from "../../js-tests/support/portable/many-tasks.mjs";

process.stdout.write(JSON.stringify(await stopMany(createClient, Number(process.argv[2]))));
