// The arguments of `apsara-live compare`, for tests and for `npm run recording`.

export const DOMAIN = "live.example.org";

const storage = {
  StorageType: 1,
  FileInfo: [{ Format: "MP4" }],
  OSSParams: { OSSBucket: "bucket-of-school", OSSEndpoint: "oss-of-school.example" },
};

/** Options of a recording. */
export const RECORDING = ["--app", "school", "--channel", "lesson-7", "--user", "teacher-1", "--storage"].concat(
  JSON.stringify(storage),
);

/** The arguments of a run of the whole script. */
export const compareAt = (url, ...rest) => compareFor(RECORDING, url, ...rest);

/** The same, with other options of a recording. */
export const compareFor = (recording, url, ...rest) => {
  const words = ["compare", "--monitor-domain", DOMAIN, "--owner", "1234567890123456", ...recording];
  return [...words, "--endpoint", url, "--run", "--yes", ...rest];
};
