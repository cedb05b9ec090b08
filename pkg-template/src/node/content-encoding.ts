// Decompression of responses: proxies compress them against `accept-encoding: identity`.
import { builtinModules, type NodeDecompressor, type NodeMessage, type NodeZlib } from "./builtin-modules.ts";
import { headerOf } from "./response-header.ts";

type Start = (zlib: NodeZlib, firstByte: number | undefined) => NodeDecompressor;

const gunzip: Start = (zlib) => zlib.createGunzip();

/** The encodings of RFC 9110, section 8.4.1, and `br`. */
const ENCODINGS: ReadonlyMap<string, Start> = /* @__PURE__ */ new Map<string, Start>([
  ["gzip", gunzip],
  ["x-gzip", gunzip],
  // With the header of zlib, or without, as some servers send it. The header has the method 8.
  ["deflate", (zlib, first = 0) => ((first & 0x0f) === 8 ? zlib.createInflate() : zlib.createInflateRaw())],
  ["br", (zlib) => zlib.createBrotliDecompress()],
]);

/** Where the bytes of a body go. */
export interface Sink {
  push(chunk: Uint8Array): void;
  /** Called when all bytes have come. */
  end(): void;
  fail(error: unknown): void;
}

/** What reads a message: a reader that is too slow pauses it. */
export interface Flow {
  pause(): void;
  resume(): void;
  /** Takes a chunk of the message. */
  push(chunk: Uint8Array): void;
  /** Ends the message. */
  end(): void;
  /** Lets go of the memory, also where the message has not ended. */
  destroy(): void;
}

/** Returns the flow of a message into `sink`, decompressed. Throws for an encoding that is unknown. */
export function flowInto(message: NodeMessage, sink: Sink): Flow {
  const encoding = (headerOf(message, "content-encoding") ?? "").trim().toLowerCase();
  if (encoding === "" || encoding === "identity") return plain(message, sink);
  const start = ENCODINGS.get(encoding);
  const zlib = builtinModules()?.("node:zlib");
  if (start === undefined || zlib === undefined) {
    throw new Error(`the response has a content-encoding other than gzip, deflate and br: ${encoding}`);
  }
  return decompressed(message, sink, encoding, (first) => start(zlib, first));
}

const plain = (message: NodeMessage, sink: Sink): Flow => ({
  pause: () => message.pause(),
  resume: () => message.resume(),
  push: (chunk) => sink.push(chunk),
  end: () => sink.end(),
  destroy() {},
});

function decompressed(
  message: NodeMessage,
  sink: Sink,
  encoding: string,
  start: (first: number | undefined) => NodeDecompressor,
): Flow {
  // Begun with the first byte: an empty body, which has no end of its own, is not compressed.
  let stream: NodeDecompressor | undefined;
  // The body ends where the stream and the message have both ended: the message may go on after the stream.
  let [hasEnded, isWhole] = [false, false];
  const begin = (first: number | undefined): NodeDecompressor => {
    const begun = start(first);
    begun.on("data", (chunk) => sink.push(chunk));
    begun.on("drain", () => message.resume());
    begun.on("end", () => {
      hasEnded = true;
      if (isWhole) sink.end();
    });
    begun.on("error", (cause) => {
      sink.fail(new Error(`the response cannot be decompressed with its content-encoding, ${encoding}`, { cause }));
    });
    return begun;
  };
  return {
    pause: () => stream?.pause(),
    resume: () => stream?.resume(),
    push(chunk) {
      stream ??= begin(chunk[0]);
      // The decompressor is full until its reader takes more.
      if (!hasEnded && !stream.write(chunk)) message.pause();
    },
    end() {
      isWhole = true;
      if (stream !== undefined && !hasEnded) {
        stream.end();
      } else {
        stream?.destroy();
        sink.end();
      }
    },
    destroy: () => stream?.destroy(),
  };
}
