#!/usr/bin/env node
// The program `apsara-live`.
import process from "node:process";
import { main } from "../cli/main.ts";

main(process.argv.slice(2), () => import("./cli-commands.ts"));
